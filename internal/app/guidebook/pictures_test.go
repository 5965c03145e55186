package guidebook

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"mahalle/internal/browser"
)

// take names the pictures that are taken anew: a pattern of their names, "." for
// all; empty: none.
var take = flag.String("pictures", "", "which pictures of the guides to take anew")

func TestMain(m *testing.M) { os.Exit(browser.Main(m)) }

const (
	heaviest = 120 << 10 // bytes of one picture
	quality  = 72
)

// picture is one page that a guide shows.
type picture struct {
	name  string // of the file; what stands before the "-" is the guide
	role  string // "" for a resident
	page  func(b *town) string
	phone bool
	then  func(b *town, tab *browser.Tab) // what is done on the page before the picture
}

// at is a page that is always there.
func at(page string) func(*town) string { return func(*town) string { return page } }

// of is a page of the one request that is needed.
func of(which func(b *town) string, page string) func(*town) string {
	return func(b *town) string { return "/staff/requests/" + which(b) + page }
}

func openOne(b *town) string  { return b.open }
func disputed(b *town) string { return b.disputed }
func tipOff(b *town) string {
	return b.first("inspector", "/staff/requests?view=all&subject=TM05")
}

// linked is the address of the first link that a page has to a place below it.
func linked(role, page, below string) func(*town) string {
	return func(b *town) string {
		link := regexp.MustCompile(`href="(` + below + `[^"?]+)"`).FindStringSubmatch(b.get(b.somebody(role), page))
		if link == nil {
			b.t.Errorf("%s: nothing leads from %s below %s", b.lang, page, below)
			return page
		}
		return link[1]
	}
}

// behindLink is what a body outside sees of the oldest request that it has: in a
// demonstration the administrator may look at it.
func behindLink(b *town) string {
	list := regexp.MustCompile(`href="(/agency\?k=[^"]+)"`)
	one := regexp.MustCompile(`href="(/agency/[^"]+\?k=[^"]+)"`)
	bodies := regexp.MustCompile(`href="(/staff/agencies/[^"]+)"`)
	for _, body := range bodies.FindAllStringSubmatch(b.get(b.somebody("admin"), "/staff/agencies"), -1) {
		if try := list.FindStringSubmatch(b.get(b.somebody("admin"), body[1])); try != nil {
			if found := one.FindStringSubmatch(b.get(b.somebody(""), try[1])); found != nil {
				return found[1] + "&lang=" + b.lang
			}
		}
	}
	b.t.Errorf("%s: nothing is with a body outside", b.lang)
	return "/"
}

var pictures = []picture{
	{name: "resident-home", page: at("/"), phone: true},
	{name: "resident-tell", phone: true, page: func(b *town) string {
		return "/report?subject=YL01&step=tell&district=" + setting[b.lang].district
	}, then: atTheFoot},
	{name: "resident-verify", phone: true, page: func(b *town) string { return "/r/" + b.done + "/verify?k=" + b.doneKey }},
	{name: "headman-today", role: "headman", page: func(b *town) string {
		if b.lang == "fa" { // Tehran's pack knows no neighbourhoods, so Today lists none
			return "/staff/requests?view=all"
		}
		return "/staff"
	}},
	{name: "headman-new", role: "headman", page: at("/staff/requests/new"), then: typed("#f-text", 0)},
	{name: "clerk-call", role: "clerk", page: at("/staff/requests/new"), then: called},
	{name: "clerk-list", role: "clerk", page: at("/staff/requests?view=open")},
	{name: "officer-list", role: "officer", page: at("/staff/requests?view=open")},
	{name: "officer-request", role: "officer", page: of(openOne, "")},
	{name: "officer-finish", role: "officer", page: of(openOne, "/finish"), then: typed("#f-text", 3)},
	{name: "manager-today", role: "manager", page: at("/staff")},
	{name: "manager-refuse", role: "manager", page: of(openOne, "/refuse"), then: typed("#f-text", 4)},
	{name: "manager-reopen", role: "manager", page: of(disputed, "")},
	{name: "chief-districts", role: "chief", page: at("/staff/districts")},
	{name: "chief-district", role: "chief", page: linked("chief", "/staff/districts", "/staff/districts/")},
	{name: "head-today", role: "head", page: at("/staff")},
	{name: "head-try", role: "head", page: func(b *town) string {
		return "/staff/routing/try?subject=YL01&district=" + setting[b.lang].district
	}},
	{name: "deputy-city", role: "deputy", page: at("/staff/city")},
	{name: "deputy-department", role: "deputy", page: linked("deputy", "/staff/city", "/staff/city/")},
	{name: "council-today", role: "council", page: at("/staff")},
	{name: "council-subjects", role: "council", page: at("/staff/routing")},
	{name: "inspector-today", role: "inspector", page: at("/staff")},
	{name: "inspector-request", role: "inspector", page: of(tipOff, "")},
	{name: "admin-today", role: "admin", page: at("/staff")},
	{name: "admin-person", role: "admin", page: linked("admin", "/staff/people", "/staff/people/[0-9a-f]{8}")},
	{name: "admin-messages", role: "admin", page: at("/staff/messages")},
	{name: "agency-request", page: behindLink},
}

// typed writes words into a field and gives the page time to answer.
func typed(field string, words int) func(*town, *browser.Tab) {
	return func(b *town, tab *browser.Tab) {
		tab.Fill(field, setting[b.lang].words[words])
		time.Sleep(1500 * time.Millisecond)
	}
}

// atTheFoot scrolls to what stands last: where the request goes, and by when.
func atTheFoot(_ *town, tab *browser.Tab) {
	browser.Eval[bool](tab, "() => { document.querySelector('main').lastElementChild.scrollIntoView({block: 'end'}); return true }")
}

// called is a call half taken: what is told and where it is.
func called(b *town, tab *browser.Tab) {
	typed("#f-text", 0)(b, tab)
	tab.Fill("#f-where", setting[b.lang].where)
	time.Sleep(2500 * time.Millisecond)
	browser.Eval[bool](tab, "() => { scrollTo(0, 0); return true }")
}

// TestThePagesThatTheGuidesShowOpenForTheirReaders asks for every page as its
// reader; with -pictures it also photographs them.
func TestThePagesThatTheGuidesShowOpenForTheirReaders(t *testing.T) {
	requests, wanted := 600, regexp.MustCompile(*take)
	if *take != "" {
		requests = 12_000
	}
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			b := opened(t, lang, requests)
			for _, p := range pictures {
				page := p.page(b)
				b.get(b.somebody(p.role), page)
				if *take != "" && wanted.MatchString(p.name) {
					b.photograph(p, page)
				}
			}
		})
	}
}

func (b *town) photograph(p picture, page string) {
	b.t.Helper()
	tab := browser.Open(b.t)
	if p.phone {
		tab.Window(390, 780, 2)
	} else {
		tab.Window(1180, 760, 1)
	}
	tab.Visit(b.base + entrance(p.role, b.lang))
	tab.Visit(b.base + page)
	if p.then != nil {
		p.then(b, tab)
	}
	to := filepath.Join(books, "pictures", b.lang, p.name+".webp")
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(to, tab.Photograph(quality), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

func TestPicturesAreLightEnoughForASlowConnection(t *testing.T) {
	for _, lang := range languages {
		for _, p := range pictures {
			info, err := os.Stat(filepath.Join(books, "pictures", lang, p.name+".webp"))
			if err != nil {
				t.Errorf("%v; run scripts/guide.sh", err)
			} else if info.Size() > heaviest {
				t.Errorf("%s weighs %d bytes; take less of the page", info.Name(), info.Size())
			}
		}
	}
}
