package office

import "strings"

// What a browser says of itself, and the word people know it by. The first that
// is found counts: most of them claim to be Chrome and Safari as well.
var (
	browsers = [][2]string{
		{"SamsungBrowser/", "Samsung Internet"}, {"Edg", "Edge"}, {"OPR/", "Opera"}, {"YaBrowser/", "Yandex"},
		{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
	systems = [][2]string{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"},
		{"Windows", "Windows"}, {"Macintosh", "macOS"}, {"Linux", "Linux"},
	}
)

// deviceOf gives coarse words for a browser, such as "Firefox · Windows": enough
// to recognise one's own, too little to follow anybody.
func deviceOf(userAgent string) string {
	browser, system := firstNamed(browsers, userAgent), firstNamed(systems, userAgent)
	if browser != "" && system != "" {
		return browser + " · " + system
	}
	return browser + system
}

func firstNamed(names [][2]string, userAgent string) string {
	for _, n := range names {
		if strings.Contains(userAgent, n[0]) {
			return n[1]
		}
	}
	return ""
}
