held-title = Go on where you were
held-text = What you filled in is still here. Press "Go on" to send it.
held-go-on = Go on
held-not = Not now
