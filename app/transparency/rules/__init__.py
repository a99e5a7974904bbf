"""The mathematics and the texts of the public log; pure, so that anybody can check them alone."""
