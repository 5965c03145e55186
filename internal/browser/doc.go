// Package browser looks at our pages the way a resident does: in Chromium, with
// a screen reader's demands, from outside. Only tests use it.
//
//	func TestMain(m *testing.M) { os.Exit(browser.Main(m)) }
//
//	tab := browser.Open(t)              // a stranger: no cookies, a desktop window
//	tab.Phone()
//	if status := tab.Visit(url); status != 200 { … }
//	tab.Fill("#words", "çukur")
//	tab.Follow("button[type=submit]")   // click and arrive on the next page
//	tab.Accessible()                    // axe-core: nothing serious, nothing critical
//	tab.Picture("report-tr")            // into the folder that MAHALLE_SHOTS names
//
// Whatever the page complains of in its console, and whatever it asks of a host
// the test did not visit, fails the test. Every host name leads to this machine,
// so nothing leaves it and any city's host name can be visited with a port.
package browser
