"""Eyes: what is on a photo. Two kinds, one interface; see `interface.Vision`."""
