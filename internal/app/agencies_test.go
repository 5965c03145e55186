package app_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"mahalle/internal/agencies"
	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/mail/mailtest"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/requests"
)

// administrator may change bodies outside and their links.
func administrator(t *testing.T, a *app.App) context.Context {
	return access.With(cityOf(t, a), access.Actor{Kind: access.Staff, Person: "admin", Permissions: map[access.Permission]bool{agencies.CanView: true, agencies.CanEdit: true}})
}

// withBodies is a real Manisa whose electricity and gas companies read letters.
func withBodies(t *testing.T, address string, lang city.Lang) (*app.App, *httptest.Server, *mailtest.Server) {
	t.Helper()
	a, server, post := realTown(t, address)
	for unit, email := range map[string]string{"elektrik": "ariza@gdz.example", "dogalgaz": "acil@gaz.example"} {
		if err := a.Agencies.Change(administrator(t, a), unit, agencies.Reach{Email: email, Lang: lang}); err != nil {
			t.Fatal(err)
		}
	}
	return a, server, post
}

// given lets the desk hand a request to a body outside.
func given(t *testing.T, a *app.App, number, unit string) {
	t.Helper()
	desk := access.With(cityOf(t, a), access.Actor{Kind: access.Staff, Person: "desk", Permissions: map[access.Permission]bool{
		requests.CanView: true, requests.CanHandOver: true, requests.SeesCity: true}})
	if err := a.DB.Write(desk, func(tx *db.Tx) error {
		return a.Requests.HandOver(desk, tx, number, unit, "Direk sizin, <b>lütfen</b> bakın.")
	}); err != nil {
		t.Fatal(err)
	}
	workDone(t, a)
}

var agencyLink = regexp.MustCompile(`http://manisa\.example(/agency[^\s<>"]+)`)

// letterTo is the newest letter to an address.
func letterTo(t *testing.T, post *mailtest.Server, to string) mailtest.Letter {
	t.Helper()
	all := post.Letters()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].To[0] == to {
			return all[i]
		}
	}
	t.Fatalf("%s got no letter; %d went out", to, len(all))
	return mailtest.Letter{}
}

// answerLink is where the letter is answered.
func answerLink(t *testing.T, l mailtest.Letter) string {
	t.Helper()
	for _, found := range agencyLink.FindAllStringSubmatch(l.Text, -1) {
		if !strings.Contains(found[1], "/photo/") {
			return found[1]
		}
	}
	t.Fatalf("the letter carries no link: %s", l.Text)
	return ""
}

// to is the address of an answer behind a link.
func to(link, answer string) string { return strings.Replace(link, "?k=", "/"+answer+"?k=", 1) }

func unitOf(t *testing.T, a *app.App, number string) string {
	t.Helper()
	ctx := cityOf(t, a)
	unit, err := db.One(ctx, a.DB.Read(ctx), db.Value[string], `SELECT unit FROM requests_requests WHERE tenant_id = $1 AND number = $2`, db.TenantFrom(ctx), number)
	if err != nil {
		t.Fatal(err)
	}
	return unit
}

func withPhoto(t *testing.T, v *visitor, at, key, text string, want int) string {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("key", key)
	_ = form.WriteField("what", text)
	part, err := form.CreateFormFile("photos", "a.jpg")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write([]byte(photo(t, 320, 200)))
	_ = form.Close()
	answer, err := v.c.Post(v.base+at, form.FormDataContentType(), &body)
	return v.read("POST "+at, answer, err, want)
}

func TestABodyOutsideAnswersWithoutAnAccount(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server, post := withBodies(t, address, city.Turkish)
		resident, company := come(t, server), come(t, server)
		number, secret := tellTheCity(resident, oneForm)
		workDone(t, a)
		given(t, a, number, "elektrik")
		l := letterTo(t, post, "ariza@gdz.example")
		for _, want := range []string{number, "Kavşakta derin çukur", "Direk sizin", "GDZ Elektrik", "Son tarih"} {
			if !strings.Contains(l.Subject+l.Text, want) {
				t.Errorf("the letter does not say %q:\n%s", want, l.Text)
			}
		}
		if strings.Contains(l.Text, "sakin@example.org") {
			t.Error("the letter tells who asked")
		}
		if strings.Contains(l.HTML, "<b>l") || !strings.Contains(l.HTML, "&lt;b&gt;l") {
			t.Error("somebody's markup is markup in the letter")
		}
		link := answerLink(t, l)
		for range 2 { // programs that guard mailboxes open every link
			company.sees(company.get(link, http.StatusOK), "Kavşakta derin çukur")
		}
		if s := statusOf(t, a, number); s != "forwarded" {
			t.Errorf("opening the link made it %s", s)
		}
		until := time.Now().AddDate(0, 0, 3).Format(time.DateOnly)
		company.post(to(link, "accept"), http.StatusUnprocessableEntity, "until", "2001-01-01")
		company.post(to(link, "accept"), http.StatusUnprocessableEntity, "until", "yarın")
		for range 2 {
			page, _ := company.post(to(link, "accept"), http.StatusOK, "key", oneForm, "reference", "GDZ-77", "until", until)
			company.sees(page, "GDZ-77")
		}
		resident.sees(resident.get("/r/"+number+"?lang=tr", http.StatusOK), "Kurumun bildirdiği bitiş günü")
		company.post(to(link, "say"), http.StatusOK, "news", "Direk siparişi verildi.<script>alert(1)</script>")
		if page := resident.get("/r/"+number, http.StatusOK); strings.Contains(page, "siparişi verildi") {
			t.Error("the resident reads what was for the city's unit")
		}
		if page := company.get(link, http.StatusOK); strings.Contains(page, "<b>l") {
			t.Error("somebody's markup is markup on the page")
		}
		company.post(to(link, "done"), http.StatusUnprocessableEntity, "what", "")
		withPhoto(t, company, to(link, "done"), "0199c3f0-1111-7222-8333-444455556699", "Direk değiştirildi.", http.StatusOK)
		withPhoto(t, company, to(link, "done"), "0199c3f0-1111-7222-8333-444455556699", "Direk değiştirildi.", http.StatusOK)
		withPhoto(t, company, to(link, "done"), "0199c3f0-1111-7222-8333-444455556698", "Bir daha.", http.StatusConflict)
		if s := statusOf(t, a, number); s != "done" {
			t.Fatalf("it is %s", s)
		}
		page := resident.get("/r/"+number, http.StatusOK)
		resident.sees(page, "Direk değiştirildi.")
		resident.get("/r/"+number+"/verify?k="+secret, http.StatusOK)
		resident.post("/r/"+number+"/verify", http.StatusOK, "answer", "yes", "face", "happy", "text", "", "k", secret)
		if s := statusOf(t, a, number); s != "closed" {
			t.Errorf("after the resident's yes it is %s", s)
		}
		company.get(link, http.StatusOK)
	})
}

func TestWhatABodyReturnsTwiceIsTheDesks(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server, post := withBodies(t, address, city.English)
		company := come(t, server)
		number, _ := tellTheCity(come(t, server), oneForm)
		from := unitOf(t, a, number)
		given(t, a, number, "elektrik")
		first := answerLink(t, letterTo(t, post, "ariza@gdz.example"))
		company.post(to(first, "return"), http.StatusUnprocessableEntity, "why", " ")
		page, _ := company.post(to(first, "return"), http.StatusGone, "why", "This is a gas pipe.")
		company.sees(page, "back with the municipality")
		if u := unitOf(t, a, number); u != from {
			t.Errorf("it went to %s, and came from %s", u, from)
		}
		company.post(to(first, "accept"), http.StatusConflict)
		given(t, a, number, "dogalgaz")
		second := answerLink(t, letterTo(t, post, "acil@gaz.example"))
		company.get(first, http.StatusGone)
		company.post(to(second, "return"), http.StatusGone, "why", "Not a gas pipe.")
		if u := unitOf(t, a, number); u != a.Office.Desk(db.TenantFrom(cityOf(t, a))) {
			t.Errorf("returned twice, it is with %s", u)
		}
	})
}

func TestALinkOpensItsOneRequestForItsOneBody(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server, post := withBodies(t, address, city.Turkish)
		v := come(t, server)
		one, _ := tellTheCity(v, oneForm)
		given(t, a, one, "elektrik")
		link := answerLink(t, letterTo(t, post, "ariza@gdz.example"))
		two, _ := tellTheCity(v, "0199c3f0-1111-7222-8333-444455556677")
		given(t, a, two, "dogalgaz")
		other := answerLink(t, letterTo(t, post, "acil@gaz.example"))
		_, k, _ := strings.Cut(link, "?k=")
		_, otherKey, _ := strings.Cut(other, "?k=")
		v.get("/agency/"+one+"?k="+otherKey, http.StatusNotFound)
		v.get("/agency/"+two+"?k="+k, http.StatusNotFound)
		v.get("/agency/"+one+"?k="+k[:len(k)-1], http.StatusNotFound)
		v.get("/agency/"+one, http.StatusNotFound)
		v.get("/agency/MNS-26-999999-A?k="+k, http.StatusNotFound)
		v.get("/agency?k=elektrik."+k, http.StatusNotFound)
		v.get("/agency?k=yol-bakim."+k, http.StatusNotFound)
		v.post("/agency/"+one+"/done?k="+otherKey, http.StatusNotFound, "what", "x")
		v.post(to(link, "say"), http.StatusRequestEntityTooLarge, "news", strings.Repeat("a", 200<<10))
		v.post(to(link, "say"), http.StatusUnprocessableEntity, "news", strings.Repeat("a", 5000))

		edition, err := a.Agencies.Void(administrator(t, a), "elektrik")
		if err != nil {
			t.Fatal(err)
		}
		v.get(link, http.StatusGone)
		v.post(to(link, "accept"), http.StatusGone)
		if err := a.Agencies.Restore(administrator(t, a), "elektrik", edition); err != nil {
			t.Fatal(err)
		}
		v.get(link, http.StatusOK)
		if again, err := a.Agencies.Void(administrator(t, a), "elektrik"); err != nil || again == edition {
			t.Errorf("links of edition %d came back: %v", again, err)
		}
		if err := a.Agencies.SendList(administrator(t, a), "elektrik"); err != nil {
			t.Fatal(err)
		}
		workDone(t, a)
		fresh := letterTo(t, post, "ariza@gdz.example")
		list := agencyLink.FindAllStringSubmatch(fresh.Text, -1)
		v.sees(v.get(list[len(list)-1][1], http.StatusOK), one)
		v.get(answerLink(t, fresh), http.StatusOK)

		finishedBySomebody(t, a, one)
		v.post(to(answerLink(t, fresh), "accept"), http.StatusConflict)
		late := clock.With(cityOf(t, a), time.Now().AddDate(0, 0, 31))
		recorded := httptest.NewRecorder()
		a.Router.ServeHTTP(recorded, httptest.NewRequestWithContext(late, http.MethodGet, answerLink(t, fresh), nil))
		if recorded.Code != http.StatusGone {
			t.Errorf("thirty-one days after the end the link answers %d", recorded.Code)
		}
	})
}

func TestABodyIsRemindedAtHalfTimeAndWhenItIsOverOnce(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server, post := withBodies(t, address, city.Turkish)
		number, _ := tellTheCity(come(t, server), oneForm)
		given(t, a, number, "elektrik")
		reminders := func() (n int) {
			for _, l := range post.Letters() {
				if l.To[0] == "ariza@gdz.example" && (strings.Contains(l.Subject, "süresi geçen 1") || strings.Contains(l.Subject, "yarılanan 1")) {
					n++
				}
			}
			return n
		}
		ctx := cityOf(t, a)
		due, err := db.One(ctx, a.DB.Read(ctx), db.Value[int64], `SELECT due_at FROM agencies_custody WHERE tenant_id = $1`, db.TenantFrom(ctx))
		if err != nil || due == 0 {
			t.Fatalf("nothing is owed: %v", err)
		}
		over := db.Time(due)
		for day := time.Now().AddDate(0, 0, 1); day.Before(over.AddDate(0, 0, 4)); day = day.AddDate(0, 0, 1) {
			at := time.Date(day.Year(), day.Month(), day.Day(), 7, 0, 0, 0, time.UTC)
			for range 2 {
				for range 4 {
					a.Runner.Round(clock.With(t.Context(), at))
				}
				at = at.Add(2 * time.Hour)
			}
		}
		if n := reminders(); n != 2 {
			for _, l := range post.Letters() {
				t.Log(l.To, l.Subject)
			}
			t.Errorf("%d reminders, want one at half time and one when it was over", n)
		}
	})
}

func TestTheCitySeesWhatIsWithBodiesOutside(t *testing.T) {
	_, server := town(t, "")
	admin := as(t, server, "admin")
	admin.sees(admin.get("/staff/agencies?lang=tr", http.StatusOK), "GDZ Elektrik")
	admin.post("/staff/agencies/elektrik", http.StatusUnprocessableEntity, "email", "no address", "lang", "tr")
	page, _ := admin.post("/staff/agencies/elektrik", http.StatusOK, "email", "ariza@gdz.example", "lang", "fa")
	admin.sees(page, "ariza@gdz.example")
	admin.post("/staff/agencies/elektrik/void", http.StatusOK)
	admin.post("/staff/agencies/elektrik/restore/2", http.StatusOK)
	admin.post("/staff/agencies/elektrik/restore/2", http.StatusConflict)
	admin.get("/staff/agencies/yol-bakim", http.StatusNotFound)
	clerk := as(t, server, "clerk")
	clerk.get("/staff/agencies/elektrik", http.StatusOK)
	clerk.post("/staff/agencies/elektrik/void", http.StatusForbidden)
}

// bounce is how a mail server says that it could not deliver a letter of ours.
func bounce(l mailtest.Letter) string {
	return "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nMessage-ID: <" + string(city.NewID()) + "@mx.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\n\nno\n--r\n" +
		"Content-Type: message/delivery-status\n\nAction: failed\n\n--r\nContent-Type: text/rfc822-headers\n\nMessage-ID: " + l.Header.Get("Message-Id") + "\n\n--r--\n"
}

func TestALetterToABodyThatComesBackRaisesAnAlarm(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, box, post := writtenTo(t, address)
		server := httptest.NewServer(a.Router)
		defer server.Close()
		if err := a.Agencies.Change(administrator(t, a), "elektrik", agencies.Reach{Email: "yanlis@gdz.example", Phone: "۱۸۶", Lang: city.Turkish}); err != nil {
			t.Fatal(err)
		}
		number, _ := tellTheCity(come(t, server), oneForm)
		workDone(t, a)
		given(t, a, number, "elektrik")
		l := letterTo(t, post, "yanlis@gdz.example")
		for range 2 {
			box.gets(bounce(l))
			postman(t, a, box)
		}
		if n, err := a.Agencies.Unreached(cityOf(t, a)); n != 1 || err != nil {
			t.Fatalf("%d bodies are not reached, %v", n, err)
		}
		ctx := cityOf(t, a)
		notes, err := db.All(ctx, a.DB.Read(ctx), db.Value[string], `SELECT text FROM requests_messages WHERE tenant_id = $1 AND kind = 'note'`, db.TenantFrom(ctx))
		if err != nil || len(notes) != 1 || !strings.Contains(notes[0], "geri döndü: GDZ Elektrik") {
			t.Errorf("whoever reads the request is told %q, %v", notes, err)
		}
		clerk := clerkOf(t, a, server)
		for at, words := range map[string]string{"/staff/requests/" + number: "Devir mektubu geri döndü", "/staff/agencies": "Mektup geri dönüyor",
			"/staff/agencies/elektrik": "İlk geri dönüş", "/staff": "Ulaşılamayan kurum"} {
			clerk.sees(clerk.get(at+"?lang=tr", http.StatusOK), words)
		}
		if resident := come(t, server); strings.Contains(resident.get("/r/"+number, http.StatusOK), "geri döndü") {
			t.Error("the resident reads of the city's letters")
		}
		if err := a.Agencies.Change(administrator(t, a), "elektrik", agencies.Reach{Email: "ariza@gdz.example", Lang: city.Turkish}); err != nil {
			t.Fatal(err)
		}
		if n, _ := a.Agencies.Unreached(cityOf(t, a)); n != 0 {
			t.Errorf("with another address %d are not reached", n)
		}
	})
}

// clerkOf is a clerk of the White Desk of a real city, signed in.
func clerkOf(t *testing.T, a *app.App, server *httptest.Server) *visitor {
	t.Helper()
	ctx := access.With(cityOf(t, a), access.Actor{Kind: access.System, Permissions: map[access.Permission]bool{"office.people": true, "office.admin": true}})
	const key = "denizde-kırmızı-bir-kayık"
	if _, err := a.Office.AddPerson(ctx, "memur", "Ayla Memur", key); err != nil {
		t.Fatal(err)
	}
	if err := a.Office.FillPost(ctx, "memur", "beyaz-masa-gorevli-1", tenant.From(ctx).Today(time.Now()), 0, false); err != nil {
		t.Fatal(err)
	}
	v := come(t, server)
	v.post("/staff/sign-in", http.StatusOK, "login", "memur", "password", key)
	return v
}

func TestABodyAnswersByMail(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, box, post := writtenTo(t, address)
		server := httptest.NewServer(a.Router)
		defer server.Close()
		if err := a.Agencies.Change(administrator(t, a), "elektrik", agencies.Reach{Email: "ariza@gdz.example", Lang: city.Turkish}); err != nil {
			t.Fatal(err)
		}
		number, _ := tellTheCity(come(t, server), oneForm)
		workDone(t, a)
		given(t, a, number, "elektrik")
		answer := "In-Reply-To: " + letterTo(t, post, "ariza@gdz.example").Header.Get("Message-Id") + "\n"
		box.gets(strings.Replace(ayse("Re", "Direk bizim değil gibi", answer), "ayse@", "baskasi@", 1))
		postman(t, a, box)
		if m := only(t, a, "waiting"); m.Mark != "stranger" || m.Number != number {
			t.Errorf("somebody else who answers the letter is kept as %s of %s", m.Mark, m.Number)
		}
		box.gets(strings.Replace(ayse("Re", "Ekip yarın sabah orada", answer), "ayse@example.org", "Ariza@gdz.example", 1))
		postman(t, a, box)
		if m := only(t, a, "joined"); m.Number != number {
			t.Errorf("it joined %q", m.Number)
		}
		clerk := clerkOf(t, a, server)
		clerk.sees(clerk.get("/staff/requests/"+number+"?lang=tr", http.StatusOK), "Ekip yarın sabah orada")
		if page := come(t, server).get("/r/"+number, http.StatusOK); strings.Contains(page, "Ekip yarın") {
			t.Error("the resident reads what was for the city's unit")
		}
	})
}

func TestAPhotoThatIsTooLargeCostsABodyNothingElse(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server, post := withBodies(t, address, city.Turkish)
		company := come(t, server)
		number, _ := tellTheCity(come(t, server), oneForm)
		given(t, a, number, "elektrik")
		done := to(answerLink(t, letterTo(t, post, "ariza@gdz.example")), "done")
		page := withFiles(t, company, done, http.StatusUnprocessableEntity, photo(t, 320, 200), "\xff\xd8\xff"+strings.Repeat("x", 16<<20), strings.Repeat("video", 20<<20/5))
		for _, words := range []string{"Direk değiştirildi.", "Dosya çok büyük", "1 fotoğraf alındı"} {
			company.sees(page, words)
		}
		kept := regexp.MustCompile(`name="kept" value="([^"]+)"`).FindStringSubmatch(page)
		if kept == nil {
			t.Fatal("the photo that was fine is lost")
		}
		company.post(done, http.StatusOK, "what", "Direk değiştirildi.", "kept", kept[1])
		ctx := cityOf(t, a)
		n, err := db.One(ctx, a.DB.Read(ctx), db.Value[int], `SELECT count(*) FROM requests_photos WHERE tenant_id = $1`, db.TenantFrom(ctx))
		if err != nil || n != 1 || statusOf(t, a, number) != "done" {
			t.Errorf("%d photos on the request, which is %s, %v", n, statusOf(t, a, number), err)
		}
	})
}

func withFiles(t *testing.T, v *visitor, at string, want int, all ...string) string {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("what", "Direk değiştirildi.")
	for _, content := range all {
		part, err := form.CreateFormFile("photos", "a.jpg")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(content))
	}
	_ = form.Close()
	answer, err := v.c.Post(v.base+at, form.FormDataContentType(), &body)
	return v.read("POST "+at, answer, err, want)
}
