package app_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mahalle/internal/app"
	"mahalle/internal/city"
	"mahalle/internal/mailroom"
	"mahalle/internal/mailroom/letter"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/mail/imaptest"
	"mahalle/internal/platform/mail/mailtest"
	"mahalle/internal/requests"
)

// mailbox is a real IMAP server on this machine with the city's mailbox in it.
type mailbox struct {
	*imaptest.Server
	t *testing.T
}

func openMailbox(t *testing.T) *mailbox {
	t.Helper()
	m := &mailbox{&imaptest.Server{}, t}
	if err := m.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Close() })
	return m
}

// gets puts a letter into the mailbox.
func (m *mailbox) gets(letter string) {
	m.t.Helper()
	if err := m.Get(letter); err != nil {
		m.t.Fatal(err)
	}
}

func (m *mailbox) holds(folder string) int {
	m.t.Helper()
	n, err := m.Holds(folder)
	if err != nil {
		m.t.Fatal(err)
	}
	return n
}

// writtenTo is a real Manisa with a mailbox and a mail server.
func writtenTo(t *testing.T, address string) (*app.App, *mailbox, *mailtest.Server) {
	t.Helper()
	box, post := openMailbox(t), &mailtest.Server{}
	if err := post.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = post.Close() })
	a, err := app.Open(context.Background(), app.Options{DB: address, Folder: t.TempDir(), Mail: post.URL("Manisa <cevap@manisa.example>"), Box: box.URL(), URL: "http://manisa.example"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	pack, err := app.PackOf("manisa", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddCity(context.Background(), pack, false); err != nil {
		t.Fatal(err)
	}
	return a, box, post
}

// postman empties the mailbox and lets the runner do what that leads to.
func postman(t *testing.T, a *app.App, box *mailbox) {
	t.Helper()
	boxes, err := mailroom.ParseBoxes(box.URL())
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Mailroom.Read(t.Context(), a.Cities.All()[0], boxes[0], false); err != nil {
		t.Fatal(err)
	}
	workDone(t, a)
}

// atDesk is the White Desk.
func atDesk(t *testing.T, a *app.App) context.Context {
	return access.With(cityOf(t, a), access.Actor{Kind: access.Staff, Person: "desk", Permissions: map[access.Permission]bool{mailroom.CanRead: true,
		requests.CanView: true, requests.CanTake: true, requests.CanAsk: true, requests.CanReply: true, requests.CanFinish: true, requests.SeesCity: true}})
}

// letters lists what lies in one tab of the queue, the oldest first.
func letters(t *testing.T, a *app.App, state string) []mailroom.Mail {
	t.Helper()
	all, err := a.Mailroom.InState(cityOf(t, a), mailroom.State(state))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func only(t *testing.T, a *app.App, state string) mailroom.Mail {
	t.Helper()
	all := letters(t, a, state)
	if len(all) != 1 {
		t.Fatalf("%d letters are %s, want one", len(all), state)
	}
	return all[0]
}

func photo(t *testing.T, w, h int) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func ayse(subject, text string, more ...string) string {
	return "From: Ayşe Yılmaz <ayse@example.org>\nTo: bilgi@manisa.example\nSubject: " + subject + "\nMessage-ID: <" + string(city.NewID()) + "@example.org>\n" +
		strings.Join(more, "") + "Content-Type: text/plain; charset=utf-8\n\n" + text + "\n"
}

// openedFrom lets the desk make a request of the only letter that waits.
func openedFrom(t *testing.T, a *app.App) string {
	t.Helper()
	number, err := a.Mailroom.Open(atDesk(t, a), only(t, a, "waiting").ID, mailroom.Case{Subject: "YL01", Text: "Kavşakta derin çukur", Place: city.Place{District: "turgutlu"}})
	if err != nil {
		t.Fatal(err)
	}
	workDone(t, a)
	return number
}

func asked(t *testing.T, a *app.App, number string) {
	t.Helper()
	ctx := atDesk(t, a)
	err := a.DB.Write(ctx, func(tx *db.Tx) error {
		if err := a.Requests.Take(ctx, tx, number); err != nil {
			return err
		}
		return a.Requests.Ask(ctx, tx, number, "Hangi kavşak?")
	})
	if err != nil {
		t.Fatal(err)
	}
	workDone(t, a)
}

// newest is the letter that went out last.
func newest(t *testing.T, post *mailtest.Server) mailtest.Letter {
	t.Helper()
	all := post.Letters()
	if len(all) == 0 {
		t.Fatal("no letter went out")
	}
	return all[len(all)-1]
}

func replyTo(t *testing.T, l mailtest.Letter) string {
	t.Helper()
	all, err := l.Header.AddressList("Reply-To")
	if err != nil || len(all) != 1 {
		t.Fatalf("no address to reply to: %v", err)
	}
	return all[0].Address
}

func TestALetterBecomesARequestAndItsAnswerComesBackByLetter(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, box, post := writtenTo(t, address)
		box.gets("From: =?utf-8?q?Ay=C5=9Fe?= <ayse@example.org>\nTo: bilgi@manisa.example\nSubject: =?utf-8?b?w4d1a3Vy?=\nMessage-ID: <1@example.org>\nContent-Type: multipart/mixed; boundary=x\n\n" +
			"--x\nContent-Type: text/plain; charset=iso-8859-9\nContent-Transfer-Encoding: quoted-printable\n\nKav=FEakta =E7ukur var.\n--x\nContent-Type: application/pdf; name=dilekce.pdf\n\nx\n--x--\n")
		postman(t, a, box)
		ack := newest(t, post)
		for _, want := range []string{"E-postanız belediyemize ulaştı", "dilekce.pdf", "Beyaz Masa"} {
			if !strings.Contains(ack.Subject+ack.Text, want) {
				t.Errorf("the acknowledgement does not say %q:\n%s", want, ack.Text)
			}
		}
		if ack.To[0] != "ayse@example.org" || ack.Header.Get("In-Reply-To") != "<1@example.org>" || ack.Header.Get("Auto-Submitted") == "" {
			t.Errorf("to %v, headers %v", ack.To, ack.Header)
		}
		if m := only(t, a, "waiting"); m.Text != "Kavşakta çukur var." || m.Name != "Ayşe" || m.Lang != city.Turkish {
			t.Errorf("kept as %+v", m)
		}
		if box.holds("INBOX") != 0 || box.holds("Mahalle/done") != 1 {
			t.Error("the letter was not put away")
		}

		number := openedFrom(t, a)
		if l := newest(t, post); !strings.Contains(l.Subject+l.Text, number) {
			t.Errorf("nobody told the resident the number: %s", l.Text)
		}
		asked(t, a, number)
		question := newest(t, post)
		back := replyTo(t, question)
		if !strings.HasPrefix(back, "cevap+"+strings.ToLower(number)+".") {
			t.Fatalf("answers go to %s", back)
		}
		box.gets("From: AYSE@example.org\nTo: " + strings.ToUpper(back) + "\nSubject: Re: Soru\nMessage-ID: <2@example.org>\n\nIkinci kavsak, okulun onu.\n\n" +
			"Manisa <" + back + ">, 23 Kas 2026 Pzt, 10:00 tarihinde sunu yazdi:\n> Hangi kavşak?\n")
		postman(t, a, box)
		m := only(t, a, "joined")
		if m.Number != number {
			t.Errorf("it joined %q", m.Number)
		}
		if said := wordsOn(t, a, number); said != "Ikinci kavsak, okulun onu." {
			t.Errorf("on the request stands %q", said)
		}
		if s := statusOf(t, a, number); s != "working" {
			t.Errorf("the request is %s", s)
		}
		ctx := atDesk(t, a)
		if err := a.DB.Write(ctx, func(tx *db.Tx) error { return a.Mailroom.Forget(ctx, tx, number) }); err != nil {
			t.Fatal(err)
		}
		if m := only(t, a, "joined"); m.Address != "" || m.Text != "" || m.Number != number {
			t.Errorf("forgotten, and still kept: %+v", m.Words)
		}
	})
}

// wordsOn is the resident's last answer on a request.
func wordsOn(t *testing.T, a *app.App, number string) string {
	t.Helper()
	ctx := cityOf(t, a)
	said, err := db.One(ctx, a.DB.Read(ctx), db.Value[string], `SELECT m.text FROM requests_messages m JOIN requests_requests r ON (r.tenant_id, r.id) = (m.tenant_id, m.request)
		WHERE r.tenant_id = $1 AND m.tenant_id = $1 AND r.number = $2 AND m.kind = 'answer' ORDER BY m.id DESC LIMIT 1`, db.TenantFrom(ctx), number)
	if err != nil {
		return ""
	}
	return said
}

func statusOf(t *testing.T, a *app.App, number string) string {
	t.Helper()
	ctx := cityOf(t, a)
	s, err := db.One(ctx, a.DB.Read(ctx), db.Value[string], `SELECT status FROM requests_requests WHERE tenant_id = $1 AND number = $2`, db.TenantFrom(ctx), number)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOnlyWhoAskedIsBelieved(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, box, post := writtenTo(t, address)
		box.gets(ayse("Çukur", "Kavşakta çukur var."))
		postman(t, a, box)
		number := openedFrom(t, a)
		asked(t, a, number)
		question := newest(t, post)
		back, name := replyTo(t, question), question.Header.Get("Message-Id")
		name2, domain, _ := strings.Cut(back, "@")
		forged := name2[:len(name2)-1] + "7@" + domain
		if forged == back {
			forged = name2[:len(name2)-1] + "6@" + domain
		}
		for want, raw := range map[string]string{
			"forged":   strings.Replace(ayse("Re", "Altıncı kavşak"), "bilgi@manisa.example", forged, 1),
			"stranger": strings.Replace(strings.Replace(ayse("Re", "Yedinci kavşak"), "bilgi@manisa.example", back, 1), "ayse@", "komsu@", 1),
		} {
			box.gets(raw)
			postman(t, a, box)
			m := only(t, a, "waiting")
			if string(m.Mark) != want || m.Number != number || wordsOn(t, a, number) != "" {
				t.Errorf("%s: %+v, on the request %q", want, m, wordsOn(t, a, number))
			}
			if err := a.Mailroom.SetAside(atDesk(t, a), m.ID); err != nil {
				t.Fatal(err)
			}
		}
		box.gets(ayse("Re", "Beşinci kavşak", "In-Reply-To: "+name+"\n"))
		postman(t, a, box)
		if said := wordsOn(t, a, number); said != "Beşinci kavşak" {
			t.Errorf("an answer that names our letter: %q", said)
		}
		finishedBySomebody(t, a, number)
		workDone(t, a)
		box.gets(strings.Replace(ayse("Re", "Bitmedi"), "bilgi@manisa.example", back, 1))
		postman(t, a, box)
		if m := only(t, a, "waiting"); m.Mark != mailroom.NotOpen || m.Number != number {
			t.Errorf("an answer to what is finished: %+v", m)
		}
	})
}

func TestMachinesAreNeitherAnsweredNorMadeRequests(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, box, post := writtenTo(t, address)
		for _, raw := range []string{
			ayse("Otomatik yanıt", "Ofis dışındayım"), ayse("x", "y", "Auto-Submitted: auto-replied\n"), ayse("x", "y", "Precedence: bulk\n"),
			ayse("x", "y", "X-Auto-Response-Suppress: OOF\n"), strings.Replace(ayse("x", "bize"), "ayse@example.org", "cevap@manisa.example", 1),
		} {
			box.gets(raw)
		}
		box.gets(ayse("x", "y", "Return-Path: <>\n"))
		postman(t, a, box)
		if n, m, b := len(post.Letters()), len(letters(t, a, "machine")), len(letters(t, a, "bounce")); n != 0 || m != 5 || b != 1 {
			t.Errorf("%d answered, %d machines, %d bounces", n, m, b)
		}
		m := letters(t, a, "machine")[0]
		if err := a.Mailroom.TakeBack(atDesk(t, a), m.ID); err != nil || len(letters(t, a, "waiting")) != 1 {
			t.Errorf("a person taken for a machine cannot be brought back: %v", err)
		}
	})
}

func TestALetterThatComesBackIsSaidNotToHaveArrived(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, box, post := writtenTo(t, address)
		box.gets(ayse("Çukur", "Kavşakta çukur var."))
		postman(t, a, box)
		number := openedFrom(t, a)
		box.gets("From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\n\nno\n--r\nContent-Type: message/delivery-status\n\nAction: failed\n\n" +
			"--r\nContent-Type: text/rfc822-headers\n\nMessage-ID: " + newest(t, post).Header.Get("Message-Id") + "\n\n--r--\n")
		postman(t, a, box)
		ctx := cityOf(t, a)
		state, err := db.One(ctx, a.DB.Read(ctx), db.Value[string], `SELECT state || ' ' || last_error FROM messages_letters WHERE tenant_id = $1 AND number = $2`, db.TenantFrom(ctx), number)
		if err != nil || state != "refused bounced" {
			t.Errorf("the ledger says %q, %v", state, err)
		}
	})
}

func TestOneSenderCannotFloodTheCity(t *testing.T) {
	a, box, post := writtenTo(t, "")
	for range 13 {
		box.gets(ayse("Çukur", "Kavşakta çukur var."))
	}
	postman(t, a, box)
	if w, h, n := len(letters(t, a, "waiting")), len(letters(t, a, "held")), len(post.Letters()); w != 10 || h != 3 || n != 10 {
		t.Errorf("%d wait, %d are held, %d were answered", w, h, n)
	}
}

func TestALetterComesInOnce(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, box, post := writtenTo(t, address)
		same := ayse("Çukur", "Kavşakta çukur var.")
		for range 3 { // the same letter by three ways, and a stop before it was put away
			box.gets(same)
			postman(t, a, box)
		}
		box.gets(same)
		box.gets(ayse("Lamba", "Sokak lambası yanmıyor."))
		postman(t, a, box)
		if n := len(letters(t, a, "waiting")); n != 2 || len(post.Letters()) != 2 || box.holds("INBOX") != 0 {
			t.Errorf("%d letters, %d answers, %d left", n, len(post.Letters()), box.holds("INBOX"))
		}
	})
}

func TestAStopBeforeALetterIsPutAwayMakesNoSecondOne(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, box, post := writtenTo(t, address)
		box.gets(ayse("Çukur", "Kavşakta çukur var."))
		box.gets("From: veli@example.org\n\nAdsız mektup")           // its sender gave it no name
		stuck, err := mailroom.ParseBoxes(box.URL() + "&done=INBOX") // nowhere to put it away
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Mailroom.Read(t.Context(), a.Cities.All()[0], stuck[0], false); err == nil {
			t.Fatal("it was put away")
		}
		if n := len(letters(t, a, "waiting")); n != 2 || box.holds("INBOX") != 2 {
			t.Fatalf("%d were kept, %d are left", n, box.holds("INBOX"))
		}
		postman(t, a, box)
		if n := len(letters(t, a, "waiting")); n != 2 || len(post.Letters()) != 2 || box.holds("INBOX") != 0 || box.holds("Mahalle/done") != 2 {
			t.Errorf("%d letters, %d answers, %d left", n, len(post.Letters()), box.holds("INBOX"))
		}
	})
}

func TestLettersFromBeforeAreLeftAlone(t *testing.T) {
	a, box, _ := writtenTo(t, "")
	if err := box.GetAt(ayse("Eski", "Geçen yılın mektubu"), time.Now().AddDate(-1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	box.gets(ayse("Yeni", "Bugünün mektubu"))
	postman(t, a, box)
	if m := only(t, a, "waiting"); m.Subject != "Yeni" || box.holds("INBOX") != 1 {
		t.Errorf("%q was taken, %d are left", m.Subject, box.holds("INBOX"))
	}
}

func TestTwoNodesDoNotReadOneMailbox(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, box, _ := writtenTo(t, address)
		ctx := cityOf(t, a)
		boxes, err := mailroom.ParseBoxes(box.URL())
		if err != nil {
			t.Fatal(err)
		}
		err = a.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, `INSERT INTO mailroom_boxes (tenant_id, box, node, leased_until, first_at) VALUES ($1, $2, 'other', $3, $4)`,
				tx.Tenant(), boxes[0].Name(), db.Micros(time.Now().Add(time.Minute)), db.Micros(time.Now()))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		box.gets(ayse("Çukur", "Kavşakta çukur var."))
		postman(t, a, box)
		if box.holds("INBOX") != 1 {
			t.Error("read although another node has the mailbox")
		}
		err = a.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE mailroom_boxes SET leased_until = 1 WHERE tenant_id = $1`, tx.Tenant())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		postman(t, a, box)
		only(t, a, "waiting")
	})
}

func TestAMailboxThatCannotBeReadIsSeen(t *testing.T) {
	a, box, _ := writtenTo(t, "")
	server := httptest.NewServer(a.Router)
	defer server.Close()
	postman(t, a, box)
	v := come(t, server)
	v.sees(v.get("/metrics", 200), `mahalle_mailbox_up{city="manisa"} 1`)
	_ = box.Close()
	boxes, _ := mailroom.ParseBoxes(box.URL())
	if err := a.Mailroom.Read(t.Context(), a.Cities.All()[0], boxes[0], false); err == nil || strings.Contains(err.Error(), "gizli") {
		t.Errorf("reading a dead mailbox: %v", err)
	}
	v.sees(v.get("/metrics", 200), `mahalle_mailbox_up{city="manisa"} 0`)
	sick := false
	for _, f := range a.Examine(t.Context()) {
		sick = sick || f.About == "manisa mailbox" && f.Trouble && strings.Contains(f.Says, "unreachable")
	}
	if !sick {
		t.Error("the doctor sees nothing")
	}
}

func TestTheMailroomListensAndIsReadAgainAfterTheLineBroke(t *testing.T) {
	a, box, post := writtenTo(t, "")
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { a.Mailroom.Run(ctx); close(done) }()
	defer func() { stop(); <-done }()
	time.Sleep(300 * time.Millisecond) // it lies in wait
	box.gets(ayse("Çukur", "Kavşakta çukur var."))
	for end := time.Now().Add(10 * time.Second); len(letters(t, a, "waiting")) == 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nobody heard the letter come")
		}
	}
	workDone(t, a)
	if !strings.Contains(newest(t, post).Text, "Beyaz Masa") {
		t.Error("no acknowledgement")
	}
	_ = box.Close()
	box.gets(ayse("Lamba", "Lamba yanmıyor."))
	if err := box.Again(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(15 * time.Second); len(letters(t, a, "waiting")) < 2; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nobody called again")
		}
	}
}

func TestPhotosOfALetterAreOnItsRequest(t *testing.T) {
	a, box, _ := writtenTo(t, "")
	parts := ""
	for i, p := range []string{photo(t, 640, 480), photo(t, 20, 20), photo(t, 300, 200), photo(t, 300, 201), photo(t, 300, 202), photo(t, 300, 203), photo(t, 300, 204), "no photo at all"} {
		inline := ""
		if i == 1 {
			inline = "Content-ID: <logo>\nContent-Disposition: inline\n"
		}
		parts += fmt.Sprintf("--x\nContent-Type: image/jpeg; name=%d.jpg\n%sContent-Transfer-Encoding: base64\n\n%s\n", i, inline, base64.StdEncoding.EncodeToString([]byte(p)))
	}
	box.gets(strings.Replace(ayse("Çukur", "--x\nContent-Type: text/plain; charset=utf-8\n\nKavşakta çukur\n"+parts+"--x--"), "Content-Type: text/plain; charset=utf-8", "Content-Type: multipart/mixed; boundary=x", 1))
	postman(t, a, box)
	m := only(t, a, "waiting")
	if m.Photos != 5 || strings.Join(m.Refused, " ") != "6.jpg 7.jpg" || m.Text != "Kavşakta çukur" {
		t.Fatalf("%d photos, refused %q, %q", m.Photos, m.Refused, m.Text)
	}
	number := openedFrom(t, a)
	ctx := cityOf(t, a)
	n, err := db.One(ctx, a.DB.Read(ctx), db.Value[int], `SELECT photos FROM requests_requests WHERE tenant_id = $1 AND number = $2`, db.TenantFrom(ctx), number)
	if err != nil || n != 5 {
		t.Errorf("the request has %d photos, %v", n, err)
	}
}

// paper is a clerk of the demonstration with a letter on paper in hand.
func paper(t *testing.T, v *visitor, photo string) (at string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{"key": "1", "name": "Hüseyin Kaya", "phone": "0532 123 45 67", "text": "Mahallemizde çöp konteyneri yok."} {
		_ = form.WriteField(name, value) // into memory
	}
	part, _ := form.CreateFormFile("photos", "dilekçe.jpg")
	_, _ = part.Write([]byte(photo))
	_ = form.Close()
	answer, err := v.c.Post(v.base+"/staff/mailroom/scan", form.FormDataContentType(), &body)
	v.read("scan", answer, err, http.StatusOK)
	return answer.Request.URL.Path
}

func TestALetterOnPaperGoesTheSameWay(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server := town(t, address)
		v := as(t, server, "clerk")
		v.get("/staff/mailroom/scan", http.StatusOK)
		at := paper(t, v, photo(t, 900, 1200))
		if again := paper(t, v, photo(t, 900, 1200)); again != at {
			t.Errorf("sent twice it is two letters: %s, %s", at, again)
		}
		for _, lang := range []string{"tr", "fa", "en"} {
			v.sees(v.get("/staff/mailroom?lang="+lang, http.StatusOK), "Hüseyin Kaya")
			page := v.get(at+"?lang="+lang, http.StatusOK)
			v.sees(page, "Mahallemizde çöp konteyneri yok.")
			v.sees(page, at+"/photo/0")
		}
		v.get(at+"/photo/0", http.StatusOK)
		v.get(at+"/photo/1", http.StatusNotFound)
		v.post(at+"/open", http.StatusUnprocessableEntity, "subject", "", "text", "")
		v.sees(first(v.post(at+"/open?lang=tr", http.StatusOK, "look", "1", "district", "turgutlu")), `name="neighbourhood"`)
		v.post(at+"/aside", http.StatusOK)
		v.post(at+"/back", http.StatusOK)
		v.post(at+"/open", http.StatusOK, "subject", "YL01", "text", "Çöp konteyneri yok.", "district", "turgutlu")
		m := only(t, a, "opened")
		if m.Channel != "paper" || m.Number == "" || m.By == "" {
			t.Errorf("%+v", m)
		}
		v.sees(v.get("/staff/requests/"+m.Number+"?lang=tr", http.StatusOK), "kâğıtla")
		v.post(at+"/open", http.StatusConflict, "subject", "YL01", "text", "x", "district", "turgutlu")
		v.post(at+"/aside", http.StatusConflict)
	})
}

func TestADeadMailboxIsSaidWhereLettersAreRead(t *testing.T) {
	a, server := town(t, "")
	ctx := cityOf(t, a)
	err := a.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO mailroom_boxes (tenant_id, box, node, leased_until, first_at, read_at, failed_at, error)
			VALUES ($1, 'bilgi@mail.example/INBOX', 'a', 0, $2, $2, $2, 'sign_in')`, tx.Tenant(), db.Micros(time.Now().Add(-time.Hour)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	v := as(t, server, "clerk")
	for lang, want := range map[string]string{"tr": "E-posta kutusu okunamıyor", "fa": "صندوق ایمیل خوانده نمی‌شود", "en": "The mailbox is not being read"} {
		page := v.get("/staff/mailroom?lang="+lang, http.StatusOK)
		v.sees(page, want)
		v.sees(page, "bilgi@mail.example/INBOX")
	}
}

func TestALetterThatCannotWaitStandsFirst(t *testing.T) {
	a, server := town(t, "")
	ctx := cityOf(t, a)
	for i, text := range []string{"Park bankı kırık.", "Sokakta gaz kokusu var, çok korkuyoruz."} {
		l := letter.Letter{Key: fmt.Sprint(i), From: fmt.Sprintf("a%d@example.org", i), Name: fmt.Sprint("Yazan ", i), Text: text, Whole: text, Lang: city.Turkish}
		if err := a.DB.Write(ctx, func(tx *db.Tx) error { return a.Mailroom.Deliver(ctx, tx, l) }); err != nil {
			t.Fatal(err)
		}
	}
	v := as(t, server, "clerk")
	page := v.get("/staff/mailroom?lang=tr", http.StatusOK)
	if strings.Index(page, "Yazan 1") > strings.Index(page, "Yazan 0") {
		t.Error("a broken bench stands before a smell of gas")
	}
	v.sees(v.get("/staff/mailroom/"+string(letters(t, a, "waiting")[1].ID), http.StatusOK), "<mark")
}

func first(body, _ string) string { return body }

func TestTheDeskAnswersWithoutACase(t *testing.T) {
	a, box, post := writtenTo(t, "")
	box.gets(ayse("Teşekkür", "Ekibinize teşekkür ederim."))
	postman(t, a, box)
	m := only(t, a, "waiting")
	if err := a.Mailroom.Answer(atDesk(t, a), m.ID, "Güzel sözleriniz için biz teşekkür ederiz."); err != nil {
		t.Fatal(err)
	}
	workDone(t, a)
	if l := newest(t, post); !strings.Contains(l.Text, "biz teşekkür ederiz") || l.To[0] != "ayse@example.org" {
		t.Errorf("to %v: %s", l.To, l.Text)
	}
	if err := a.Mailroom.Answer(atDesk(t, a), m.ID, "Bir daha"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("answered twice: %v", err)
	}
	if err := a.Mailroom.SetAside(cityOf(t, a), m.ID); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("anybody may: %v", err)
	}
}

func TestALetterThatIsTooLargeIsAnsweredAndNotRead(t *testing.T) {
	a, box, post := writtenTo(t, "")
	box.gets(ayse("Video", strings.Repeat(strings.Repeat("x", 1022)+"\n", 37<<10)))
	postman(t, a, box)
	if m := only(t, a, "waiting"); m.Mark != mailroom.TooLarge || m.Whole != "" || m.Subject != "Video" || m.Size < 35<<20 {
		t.Errorf("kept as %s, %d letters of text", m.Mark, len(m.Whole))
	}
	if l := newest(t, post); !strings.Contains(l.Text, "35 MB") {
		t.Errorf("the sender is told %s", l.Text)
	}
}

func TestWhateverStrangersSendTheMailboxIsEmptied(t *testing.T) {
	a, box, _ := writtenTo(t, "")
	deep := "From: a@example.org\nMessage-ID: <deep@x>\n"
	for i := range 1000 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for _, raw := range []string{deep, "\n", "nothing at all", "From: <>\n\nkimden?", "From: b@example.org\nContent-Type: multipart/mixed; boundary=\"\n\n--\n",
		"From: c@example.org\nSubject: \xff\xfe\nContent-Type: text/html; charset=windows-1254\n\n<script>alert(1)</script>\xfe\xfdk <b onclick=x>\xe7ukur</b>",
		"From: d@example.org\r\nSubject: \u202eters\r\nMessage-ID: <a\r\n b>\r\n\r\n\x00\x00\u202emetin"} {
		box.gets(raw)
	}
	postman(t, a, box)
	if n := len(letters(t, a, "waiting")); n != 7 || box.holds("INBOX") != 0 {
		t.Errorf("%d letters wait, %d are left", n, box.holds("INBOX"))
	}
	for _, m := range letters(t, a, "waiting") {
		if strings.ContainsAny(m.Text+m.Subject+m.Name, "\x00\u202e<") {
			t.Errorf("kept as %q, %q", m.Subject, m.Text)
		}
	}
}

func TestALetterIsPutOnItsRequestByHand(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, box, post := writtenTo(t, address)
		server := httptest.NewServer(a.Router)
		defer server.Close()
		clerk := clerkOf(t, a, server)
		box.gets(ayse("Çukur", "Kavşakta çukur var."))
		postman(t, a, box)
		number := openedFrom(t, a)
		asked(t, a, number)
		back := replyTo(t, newest(t, post))

		box.gets(strings.Replace(strings.Replace(ayse("Re", "Komşusuyum, okulun önü"), "bilgi@manisa.example", back, 1), "ayse@", "komsu@", 1))
		postman(t, a, box)
		m := only(t, a, "waiting")
		clerk.sees(clerk.get("/staff/mailroom/"+string(m.ID)+"?lang=tr", http.StatusOK), number)
		for _, typed := range []string{number, strings.ToLower(strings.ReplaceAll(number, "-", " ")), "çukur"} {
			page := clerk.get("/staff/mailroom/"+string(m.ID)+"?lang=tr&find="+url.QueryEscape(typed), http.StatusOK)
			clerk.sees(page, "Başvuru sahibinin sözü olarak ekle")
		}
		clerk.sees(clerk.get("/staff/mailroom/"+string(m.ID)+"?lang=tr&find=zzzz", http.StatusOK), "bulunamadı")
		clerk.post("/staff/mailroom/"+string(m.ID)+"/attach", http.StatusOK, "number", number, "as", "note")
		clerk.post("/staff/mailroom/"+string(m.ID)+"/attach", http.StatusConflict, "number", number, "as", "note")
		if said := wordsOn(t, a, number); said != "" {
			t.Errorf("a stranger's words became those of whoever asked: %q", said)
		}
		clerk.sees(clerk.get("/staff/requests/"+number+"?lang=tr", http.StatusOK), "Komşusuyum, okulun önü")
		if page := come(t, server).get("/r/"+number, http.StatusOK); strings.Contains(page, "Komşusuyum") {
			t.Error("a note is shown to everybody")
		}

		box.gets(strings.Replace(ayse("Yeni adresim", "Ben Ayşe, iş yerinden yazıyorum: okulun önü"), "ayse@", "ayse.is@", 1))
		postman(t, a, box)
		clerk.post("/staff/mailroom/"+string(only(t, a, "waiting").ID)+"/attach", http.StatusOK, "number", number, "as", "applicant")
		if said, s := wordsOn(t, a, number), statusOf(t, a, number); !strings.Contains(said, "iş yerinden") || s != "working" {
			t.Errorf("on the request, which is %s, stands %q", s, said)
		}

		finishedBySomebody(t, a, number)
		box.gets(strings.Replace(ayse("Re", "Bitmedi"), "bilgi@manisa.example", back, 1))
		postman(t, a, box)
		late := only(t, a, "waiting")
		page := clerk.get("/staff/mailroom/"+string(late.ID)+"?lang=tr", http.StatusOK)
		if strings.Contains(page, "sözü olarak ekle") {
			t.Error("whoever asked is heard on what is over")
		}
		clerk.post("/staff/mailroom/"+string(late.ID)+"/attach", http.StatusConflict, "number", number, "as", "applicant")
		clerk.post("/staff/mailroom/"+string(late.ID)+"/attach", http.StatusOK, "number", number, "as", "note")
		if all := letters(t, a, "joined"); len(all) != 3 || all[0].By == "" || all[0].Mark != mailroom.Plain {
			t.Errorf("%d letters joined: %+v", len(all), all)
		}
	})
}

func TestALetterOfThirtyMegabytesIsReadAndItsPhotosAreKept(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, box, _ := writtenTo(t, address)
		large := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("not a photo "), 22<<20/12))
		picture := base64.StdEncoding.EncodeToString([]byte(photo(t, 640, 480)))
		box.gets("From: ayse@example.org\nTo: bilgi@manisa.example\nSubject: Video\nMessage-ID: <30@example.org>\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\nKavşakta çukur var.\n" +
			"--x\nContent-Type: video/mp4; name=cukur.mp4\nContent-Transfer-Encoding: base64\n\n" + lines(large) + "\n--x\nContent-Type: image/jpeg; name=cukur.jpg\nContent-Transfer-Encoding: base64\n\n" + lines(picture) + "\n--x--\n")
		postman(t, a, box)
		m := only(t, a, "waiting")
		if m.Size < 29<<20 || m.Text != "Kavşakta çukur var." || m.Photos != 1 || len(m.Refused) != 1 || m.Mark != mailroom.Plain {
			t.Errorf("%d MB, %q, %d photos, refused %v, %s", m.Size>>20, m.Text, m.Photos, m.Refused, m.Mark)
		}
	})
}

// lines breaks what is long as mail does.
func lines(s string) string {
	var b strings.Builder
	for len(s) > 76 {
		b.WriteString(s[:76] + "\n")
		s = s[76:]
	}
	return b.String() + s
}
