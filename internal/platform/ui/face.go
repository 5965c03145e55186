package ui

// faces are the four feelings a resident can send. The words are the city's
// own feedback scale; the drawings are ours.
var faces = []struct{ Value, Path string }{
	{"happy", "M15.5 18v.1M28.5 18v.1M14 26c2 5 14 5 16 0"},
	{"sad", "M15.5 19v.1M28.5 19v.1M15 31c3-5 11-5 14 0"},
	{"angry", "M12.5 15.5l5 2.4M31.5 15.5l-5 2.4M16 20.5v.1M28 20.5v.1M16 30h12"},
	{"surprised", "M15.5 17.5v.1M28.5 17.5v.1M22 25.5c4.2 0 4.2 7 0 7s-4.2-7 0-7"},
}
