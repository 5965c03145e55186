package ui

import "slices"

// icons are drawn on a square of 20, by line, by us. A name in turning is
// mirrored where lines run from right to left.
var icons = map[string]string{
	"alert":        "M10 3.2 17.6 16.4H2.4ZM10 8v4M10 14.2v.1",
	"arrow":        "M3.5 10h13M12 5.5 16.5 10 12 14.5",
	"arrow-back":   "M16.5 10h-13M8 5.5 3.5 10 8 14.5",
	"bars":         "M3 17h14M5.5 14v-4M10 14V4M14.5 14V7.5",
	"bell":         "M5 13.8V9a5 5 0 0 1 10 0v4.8l1.3 1.2H3.7ZM8.4 17.4h3.2",
	"book":         "M4 4.5h4.5a1.5 1.5 0 0 1 1.5 1.5v10.5a1.5 1.5 0 0 0-1.5-1.5H4ZM16 4.5h-4.5A1.5 1.5 0 0 0 10 6v10.5a1.5 1.5 0 0 1 1.5-1.5H16Z",
	"building":     "M4.5 17V3.5h7V17M11.5 8h4v9M3 17h14M7 7h2M7 10h2M7 13h2",
	"calendar":     "M3.5 5h13v12h-13ZM3.5 8.5h13M7 3v3.5M13 3v3.5",
	"camera":       "M3 6.5h3.2l1.4-2h4.8l1.4 2H17v9H3ZM12.7 10.8a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0",
	"chat":         "M3.5 4.5h13v9h-7l-3.5 3v-3H3.5Z",
	"check":        "M4 10.5 8.2 14.5 16 6",
	"chevron":      "M7.5 4.5 13 10l-5.5 5.5",
	"chevron-back": "M12.5 4.5 7 10l5.5 5.5",
	"chevron-down": "M4.5 7.5 10 13l5.5-5.5",
	"clock":        "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0M10 6v4l2.5 2",
	"copy":         "M7 7h9.5v9.5H7ZM4.5 13H3.5V3.5H13v1",
	"document":     "M5 3h6.5L15.5 7v10H5ZM11.5 3v4h4M7.7 10.5h5M7.7 13.5h5",
	"door":         "M11 3.5H4.5v13H11M8.5 10h8M13.5 7l3 3-3 3",
	"download":     "M10 3v9.5M6 8.5l4 4 4-4M3.5 16.5h13",
	"external":     "M8 4.5H4v11.5h11.5V12M11.5 4H16v4.5M16 4l-7 7",
	"filter":       "M3 5h14l-5.5 6.3V16l-3-1.5v-3.2Z",
	"flag":         "M5 17V3.5M5 4h9.5l-2 3.5 2 3.5H5",
	"gear":         "M12.7 10a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0M10 3v2.2M10 14.8V17M3 10h2.2M14.8 10H17M5 5l1.6 1.6M13.4 13.4 15 15M15 5l-1.6 1.6M6.6 13.4 5 15",
	"home":         "M3.5 9.5 10 4l6.5 5.5M5.5 8v8.5h9V8M8.5 16.5V12h3v4.5",
	"hourglass":    "M5.5 3h9M5.5 17h9M6.5 3c0 4 1.5 5 3.5 7-2 2-3.5 3-3.5 7M13.5 3c0 4-1.5 5-3.5 7 2 2 3.5 3 3.5 7",
	"inbox":        "M3 11.5 5.5 4h9L17 11.5V16H3ZM3 11.5h4l1 2h4l1-2h4",
	"info":         "M17.2 10a7.2 7.2 0 1 1-14.4 0 7.2 7.2 0 0 1 14.4 0M10 9v4.5M10 6.4v.1",
	"link":         "M8.5 11.5 11.5 8.5M9 6l1.8-1.8a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.8 1.8a3.5 3.5 0 0 1-5-5L6 9",
	"list":         "M3.5 5h13M3.5 9.5h13M3.5 14h7M12.5 14.5l1.5 1.5 3-3.5",
	"lock":         "M5 9h10v8H5ZM7 9V6.5a3 3 0 0 1 6 0V9",
	"mail":         "M3 5h14v10.5H3ZM3 6l7 5.5L17 6",
	"map":          "M3 5.5 7.7 4l4.6 1.5L17 4v10.5L12.3 16 7.7 14.5 3 16ZM7.7 4v10.5M12.3 5.5V16",
	"menu":         "M3.5 5.5h13M3.5 10h13M3.5 14.5h13",
	"minus":        "M4.5 10h11",
	"pause":        "M7 5v10M13 5v10",
	"pen":          "M4 16l.8-3.5L13.5 3.8l2.7 2.7L7.5 15.2ZM11.8 5.5l2.7 2.7",
	"people":       "M10.2 7a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0M2.5 16c.5-3.5 2.5-5 5-5s4.5 1.5 5 5M13 4.5a2.7 2.7 0 0 1 0 5M14.5 11.5c1.8.6 2.8 2 3 4.5",
	"person":       "M13.2 6.8a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0M3.8 17c.6-4 3-5.6 6.2-5.6s5.6 1.6 6.2 5.6",
	"phone":        "M5 3h3l1.3 3.8L7.5 8.5a9 9 0 0 0 4 4l1.7-1.8L17 12v3a2 2 0 0 1-2 2C8.5 17 3 11.5 3 5a2 2 0 0 1 2-2Z",
	"pin":          "M10 17.5c3.5-4 5.3-6.6 5.3-9.2a5.3 5.3 0 0 0-10.6 0c0 2.6 1.8 5.2 5.3 9.2ZM12 8.2a2 2 0 1 1-4 0 2 2 0 0 1 4 0",
	"play":         "M6.5 4v12l9-6Z",
	"plus":         "M10 4.5v11M4.5 10h11",
	"print":        "M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6Z",
	"question":     "M17.2 10a7.2 7.2 0 1 1-14.4 0 7.2 7.2 0 0 1 14.4 0M7.9 7.9c.1-1.3 1-2 2.2-2s2.1.8 2.1 1.9c0 1.7-2.2 1.8-2.2 3.4M10 14v.1",
	"route":        "M5 17.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4M15 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4M7 15.5h6a3 3 0 0 0 0-6H7a3 3 0 0 1 0-6h4",
	"search":       "M14.5 9a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0M13.2 13.2l3.8 3.8",
	"send":         "M3.5 10 16.5 4l-3.5 12-3.2-4.6ZM16.5 4 9.8 11.4",
	"shield":       "M10 2.8 16 5v5c0 4-2.6 6.2-6 7.5C6.6 16.2 4 14 4 10V5ZM7.3 10l2 2 3.4-3.8",
	"star":         "M10 2.8 12 5h3v3l2.2 2L15 12v3h-3l-2 2.2L8 15H5v-3l-2.2-2L5 8V5h3Z",
	"swap":         "M4 7h11l-3-3M16 13H5l3 3",
	"tools":        "M12 3.5a4 4 0 0 0-3.8 5.3L3.5 13.5l3 3 4.7-4.7A4 4 0 0 0 16.5 8L14 9.5 11.5 9 11 6.5Z",
	"truck":        "M2.5 5h9v8.5h-9ZM11.5 8h3.2l2.8 3v2.5h-6M7.5 14.5a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 0 1 3.4 0M15.8 14.5a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 0 1 3.4 0",
	"undo":         "M7 4 3.5 7.5 7 11M3.5 7.5H12a4.5 4.5 0 0 1 0 9H7",
	"upload":       "M10 13V3.5M6 7.5l4-4 4 4M3.5 16.5h13",
	"x":            "M5 5l10 10M15 5 5 15",
}

// turning are the icons that point along the line of writing. Clocks and
// telephones do not turn.
var turning = []string{"arrow", "arrow-back", "chevron", "chevron-back", "chat", "door", "external", "list", "send", "swap", "undo", "truck", "book"}

// Icons lists the names that Icon knows, sorted.
func Icons() []string {
	names := make([]string, 0, len(icons)+len(subjectIcons))
	for _, set := range []map[string]string{icons, subjectIcons} {
		for name := range set {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
