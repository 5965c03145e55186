package ui

// subjectIcons stand beside the groups of subjects; a city's pack names them.
// They are drawn like the others.
var subjectIcons = map[string]string{
	"badge": "M10 3l5.5 2v4.5c0 4-2.3 6-5.5 7.5-3.2-1.5-5.5-3.5-5.5-7.5V5Z",
	"bin":   "M4 6h12M8 6V4h4v2M5.5 6l.8 11h7.4l.8-11M8.5 9v5M11.5 9v5",
	"bus":   "M4 4.5h12v10H4ZM4 10h12M6.5 14.5v2M13.5 14.5v2M7 12.3v.1M13 12.3v.1",
	"desk":  "M3 8h14M4.5 8v8.5M15.5 8v8.5M4.5 12h11M8 8V5.5h4V8",
	"drop":  "M10 3c3 3.6 4.8 6.2 4.8 8.6a4.8 4.8 0 0 1-9.6 0C5.2 9.2 7 6.6 10 3Z",
	"flame": "M10 3c.5 3 4 4.5 4 8.5a4 4 0 0 1-8 0c0-1.8 1-2.8 1.8-3.7.3 1 .8 1.5 1.4 1.7C9 7.5 8.8 5 10 3Z",
	"grave": "M5.5 16.5V8.5a4.5 4.5 0 0 1 9 0v8M3.5 16.5h13M8 9.5h4M10 7.5v5",
	"hands": "M3 12.5l3-1.5 4 2h2.5a1.2 1.2 0 0 1 0 2.4H9M6 16.5l4 1 7-4M10 9.5c-2-1.5-3-2.5-3-3.8a1.6 1.6 0 0 1 3-.8 1.6 1.6 0 0 1 3 .8c0 1.3-1 2.3-3 3.8",
	"lamp":  "M6 17V6a3 3 0 0 1 6 0M9.5 6h5l1.5 3h-8ZM4 17h4M12 12v2",
	"paw":   "M10 10.5c2.2 0 4 2 4 4 0 1.4-1 2-2 2-.8 0-1.2-.5-2-.5s-1.2.5-2 .5c-1 0-2-.6-2-2 0-2 1.8-4 4-4M5 9.5v.1M8 6.5v.1M12 6.5v.1M15 9.5v.1",
	"pipe":  "M3.5 5.5h6a5 5 0 0 1 5 5v4M3.5 9.5h5a2 2 0 0 1 2 2v3M8.5 14.5h8M9.5 17.5h6",
	"road":  "M7 3.5 4 16.5M13 3.5l3 13M10 4v2.5M10 9v2.5M10 14v2.5",
	"tree":  "M10 17v-5M10 12a4 4 0 0 1-4-4 4 4 0 1 1 8 0 4 4 0 0 1-4 4M7.5 17h5",
}

// drawing is the path of an icon.
func drawing(name string) string {
	if path, ok := icons[name]; ok {
		return path
	}
	return subjectIcons[name]
}
