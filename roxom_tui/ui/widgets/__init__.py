"""Line-drawn pieces shared by panels and screens."""
