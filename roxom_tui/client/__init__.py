"""One profile watched, without a socket: frames and answers in; texts, questions and pictures out."""
