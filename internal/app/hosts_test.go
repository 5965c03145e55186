package app_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/mail/mailtest"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/requests"
)

const atManisa, atTehran = "http://manisa.example", "http://tehran.example"

// twoCities are Manisa and Tehran in one database, each behind its own name.
func twoCities(t *testing.T, address string) *httptest.Server {
	t.Helper()
	_, server := bothCities(t, address)
	return server
}

func bothCities(t *testing.T, address string) (*app.App, *httptest.Server) {
	t.Helper()
	a, err := app.Open(context.Background(), app.Options{DB: address, Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, name := range []string{"manisa", "tehran"} {
		pack, err := app.PackOf(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.AddCity(context.Background(), pack, true, name+".example", "www."+name+".example"); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(a.Router)
	t.Cleanup(server.Close)
	return a, server
}

// facing is somebody with a browser in front of one city; every name leads to the
// same server.
func facing(t *testing.T, server *httptest.Server, base string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	anyName := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}}
	t.Cleanup(anyName.CloseIdleConnections)
	return &visitor{t: t, base: base, c: &http.Client{Jar: jar, Transport: anyName}}
}

// travels takes everything the browser holds to the other city, as a thief of
// cookies would.
func (v *visitor) travels(base, number string) *visitor {
	v.t.Helper()
	var cookies []*http.Cookie
	for _, path := range []string{"/staff", "/r/" + number} {
		from, err := url.Parse(v.base + path)
		if err != nil {
			v.t.Fatal(err)
		}
		cookies = append(cookies, v.c.Jar.Cookies(from)...)
	}
	to, err := url.Parse(base)
	if err != nil {
		v.t.Fatal(err)
	}
	if len(cookies) == 0 {
		v.t.Fatal("there is nothing to take along")
	}
	v.c.Jar.SetCookies(to, cookies)
	return &visitor{t: v.t, base: base, c: &http.Client{Jar: v.c.Jar, Transport: v.c.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// reportsWithPhoto tells the city something and gives the number and the secret.
func (v *visitor) reportsWithPhoto(subject, district, words string) (number, secret string) {
	v.t.Helper()
	var body, photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 32, 32)), nil); err != nil {
		v.t.Fatal(err)
	}
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{"key": oneForm, "subject": subject, "district": district, "description": words, "public": "1"} {
		_ = form.WriteField(name, value)
	}
	part, _ := form.CreateFormFile("photos", "photo.jpg")
	_, _ = part.Write(photo.Bytes())
	_ = form.Close()
	answer, err := v.c.Post(v.base+"/report", form.FormDataContentType(), &body)
	v.read("POST /report", answer, err, http.StatusOK)
	u := answer.Request.URL
	return strings.TrimPrefix(u.Path, "/report/done/"), u.Query().Get("k")
}

var (
	photoIn       = regexp.MustCompile(`/r/[A-Z0-9-]+/photo/([0-9a-f-]{36})`)
	persianNumber = regexp.MustCompile(`[۰-۹]`)
)

func TestEachNameIsAnsweredByItsOwnCity(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		server := twoCities(t, address)
		manisa, tehran := facing(t, server, atManisa), facing(t, server, atTehran)
		for _, path := range []string{"/", "/report", "/services", "/privacy", "/map", "/requests"} {
			m, f := manisa.get(path, http.StatusOK), tehran.get(path, http.StatusOK)
			if !strings.Contains(m, `<html lang="tr"`) || !strings.Contains(f, `<html lang="fa" dir="rtl"`) {
				t.Errorf("%s greets in another language", path)
			}
			if strings.Contains(f, "Manisa") || strings.Contains(f, "مانیسا") || strings.Contains(m, "Tahran") || strings.Contains(m, "تهران") {
				t.Errorf("%s of one city speaks of the other", path)
			}
			if strings.Contains(plainText(m), "Manisa") == false || strings.Contains(f, "تهران") == false {
				t.Errorf("%s does not say whose it is", path)
			}
		}
		mns, _ := manisa.reportsWithPhoto("YL01", "turgutlu", "Kavşakta derin çukur")
		thr, _ := tehran.reportsWithPhoto(firstSubject(t, tehran), "m6", "چالهٔ عمیق در خیابان")
		if !strings.HasPrefix(mns, "MNS-") || !strings.HasSuffix(mns[:13], "-000001") || !strings.HasPrefix(thr, "THR-0") || !strings.HasSuffix(thr[:13], "-000001") {
			t.Errorf("the first numbers are %s and %s: each city counts for itself, by its own year", mns, thr)
		}
		if page := plainText(tehran.get("/r/"+thr, http.StatusOK)); !persianNumber.MatchString(page) {
			t.Errorf("Tehran's page writes no Persian numbers: %s", page)
		}
		if page := plainText(manisa.get("/r/"+mns, http.StatusOK)); persianNumber.MatchString(page) {
			t.Errorf("Manisa's page writes Persian numbers: %s", page)
		}
		manisa.sees(manisa.get("/requests", http.StatusOK), mns)
		tehran.sees(tehran.get("/requests", http.StatusOK), thr)
	})
}

// firstSubject is a subject of the city that anybody may report.
func firstSubject(t *testing.T, v *visitor) string {
	t.Helper()
	found := regexp.MustCompile(`/report\?subject=([A-Z0-9]+)`).FindStringSubmatch(v.get("/report", http.StatusOK))
	if found == nil {
		t.Fatal("the city offers no subject")
	}
	return found[1]
}

func TestNothingOfOneCityOpensInTheOther(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		server := twoCities(t, address)
		resident, clerk := facing(t, server, atManisa), facing(t, server, atManisa)
		number, secret := resident.reportsWithPhoto("YL01", "turgutlu", "Kavşakta derin çukur")
		photo := photoIn.FindStringSubmatch(resident.get("/r/"+number, http.StatusOK))
		if photo == nil {
			t.Fatal("the request shows no photo")
		}
		resident.get("/r/"+number+"/photo/"+photo[1], http.StatusOK)
		clerk.get("/demo/as/clerk", http.StatusOK)
		clerk.get("/staff/requests/"+number, http.StatusOK)

		inTehran := facing(t, server, atTehran)
		theirs, _ := inTehran.reportsWithPhoto(firstSubject(t, inTehran), "m6", "چالهٔ عمیق در خیابان")
		for name, path := range map[string]string{
			"the request":                    "/r/" + number,
			"the request with its key":       "/r/" + number + "?k=" + secret,
			"the page after reporting":       "/report/done/" + number + "?k=" + secret,
			"the yes or no":                  "/r/" + number + "/verify?k=" + secret,
			"the photo":                      "/r/" + number + "/photo/" + photo[1],
			"the small photo":                "/r/" + number + "/photo/" + photo[1] + "/small",
			"the photo under their own name": "/r/" + theirs + "/photo/" + photo[1],
		} {
			for who, v := range map[string]*visitor{"a stranger": inTehran, "the resident": resident.travels(atTehran, number), "the clerk": clerk.travels(atTehran, number)} {
				if status, page := v.looks(path); status != http.StatusNotFound && status != http.StatusForbidden || strings.Contains(page, "Kavşakta") {
					t.Errorf("%s opens in Tehran for %s: %d %s", name, who, status, plainText(page))
				}
			}
		}
		thief := clerk.travels(atTehran, number)
		for path, want := range map[string]int{
			"/staff": http.StatusSeeOther, "/staff/requests": http.StatusSeeOther, "/staff/requests/" + number: http.StatusSeeOther,
			"/staff/people": http.StatusSeeOther, "/staff/account": http.StatusSeeOther,
			"/staff/requests.json": http.StatusUnauthorized, "/staff/requests/" + number + "/request.json": http.StatusUnauthorized,
		} {
			if status, page := thief.looks(path); status != want {
				t.Errorf("a session of Manisa at Tehran's %s: %d %s", path, status, plainText(page))
			}
		}
		theirClerk := facing(t, server, atTehran)
		theirClerk.get("/demo/as/clerk", http.StatusOK)
		for _, path := range []string{"/staff/requests", "/staff/requests?q=kavsakta", "/staff/requests.json", "/requests?q=kavsakta", "/"} {
			if _, page := theirClerk.looks(path); strings.Contains(page, number) || strings.Contains(page, "Kavşakta") {
				t.Errorf("Tehran's clerk finds Manisa's request at %s", path)
			}
		}
		for _, path := range []string{"/staff/requests?q=" + number, "/staff/requests/" + number, "/staff/requests/" + number + "/request.json"} {
			if status, _ := theirClerk.looks(path); status != http.StatusNotFound {
				t.Errorf("Tehran's clerk is answered %d at %s", status, path)
			}
		}
	})
}

func (v *visitor) looks(path string) (status int, page string) {
	v.t.Helper()
	answer, err := v.c.Get(v.base + path)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func TestAFormThatIsSentInTwoCitiesIsTwoRequests(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		server := twoCities(t, address)
		manisa, tehran := facing(t, server, atManisa), facing(t, server, atTehran)
		mns, _ := manisa.reportsWithPhoto("YL01", "turgutlu", "Aynı sözler")
		thr, _ := tehran.reportsWithPhoto(firstSubject(t, tehran), "m6", "Aynı sözler")
		again, _ := manisa.reportsWithPhoto("YL01", "turgutlu", "Aynı sözler")
		if mns != again || strings.HasPrefix(thr, "MNS") {
			t.Errorf("the same key led to %s, %s and %s", mns, thr, again)
		}
	})
}

func TestANameOfNoCityGetsAPlainPageAtEveryDoor(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		server := twoCities(t, address)
		lost := facing(t, server, "http://izmir.example")
		for _, path := range []string{"/", "/report", "/staff", "/staff/sign-in", "/requests", "/staff/requests.json", "/demo/as/clerk", "/nowhere"} {
			status, page := lost.looks(path)
			if status != http.StatusNotFound || !strings.Contains(page, "no city is served under this name") || strings.Contains(page, "<") {
				t.Errorf("%s answers %d: %s", path, status, page)
			}
		}
		lost.post("/report", http.StatusNotFound, "key", oneForm, "subject", "YL01", "district", "turgutlu", "description", "Kayıp")
		if status, _ := lost.looks("/healthz"); status != http.StatusOK {
			t.Errorf("/healthz asks for a city: %d", status)
		}
		if page := facing(t, server, "http://WWW.manisa.example:80").get("/", http.StatusOK); !strings.Contains(page, "Manisa") {
			t.Error("a second name, in capitals and with a port, does not lead to the city")
		}
	})
}

// Each city's letters lead to that city, however many share an installation.
func TestEachCitysLettersLeadToItsOwnAddress(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		post := &mailtest.Server{}
		if err := post.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = post.Close() })
		a, err := app.Open(t.Context(), app.Options{DB: address, Folder: t.TempDir(), Mail: post.URL("City <city@example.org>"), URL: "https://installation.example"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Close() })
		for _, name := range []string{"manisa", "tehran"} {
			pack, err := app.PackOf(name, nil)
			if err != nil {
				t.Fatal(err)
			}
			c, err := a.AddCity(t.Context(), pack, false, name+".example")
			if err != nil {
				t.Fatal(err)
			}
			if err := a.SetAddress(tenant.Enter(t.Context(), c), "https://"+name+".example"); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range a.Cities.All() {
			ctx := tenant.Enter(t.Context(), c)
			if err := a.DB.Write(ctx, func(tx *db.Tx) error {
				_, err := a.Requests.Open(ctx, tx, requests.Report{Kind: "request", Subject: "YL01", Description: "x", Lang: "en", Channel: "web",
					Place: city.Place{Words: "x"}, Contact: requests.Contact{Email: string(c.ID) + "@example.org", Lang: "en"}})
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		workDone(t, a)
		for _, l := range post.Letters() {
			own, _, _ := strings.Cut(l.To[0], "@")
			if !strings.Contains(l.Text, "https://"+own+".example/r/") || strings.Contains(l.Text, "installation.example") {
				t.Errorf("to %s: %s", l.To[0], l.Text)
			}
		}
		if len(post.Letters()) != 2 {
			t.Errorf("%d letters", len(post.Letters()))
		}
		for _, f := range a.Examine(t.Context()) {
			if strings.HasSuffix(f.About, " address") && f.Trouble {
				t.Errorf("%s: %s", f.About, f.Says)
			}
		}
	})
}
