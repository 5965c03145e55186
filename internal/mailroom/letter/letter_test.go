package letter

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
)

// read reads a letter written with \n and gives the pictures that passed.
func read(t *testing.T, raw string) (Letter, []string) {
	t.Helper()
	var pictures []string
	l, err := Read(t.Context(), strings.NewReader(crlf(raw)), func(_ context.Context, p Part, r io.Reader) error {
		b, err := io.ReadAll(r)
		if err != nil || len(b) == 0 {
			return fault.New(fault.Invalid, "files.damaged")
		}
		pictures = append(pictures, p.Name+"="+string(b))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return l, pictures
}

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

const simple = "From: =?utf-8?q?Ay=C5=9Fe_Y=C4=B1lmaz?= <Ayse@Example.ORG>\nTo: Manisa <bilgi@manisa.example>\nSubject: =?utf-8?b?w4d1a3Vy?=\nMessage-ID: <1@example.org>\n"

func TestAPlainLetter(t *testing.T) {
	l, _ := read(t, simple+"Content-Type: text/plain; charset=utf-8\n\nKavşakta çukur var.\n\n-- \nAyşe\n")
	if l.From != "Ayse@example.org" || l.Name != "Ayşe Yılmaz" || l.Subject != "Çukur" || l.ID != "1@example.org" || l.Machine != "" || l.Damaged {
		t.Errorf("%+v", l)
	}
	if l.Text != "Kavşakta çukur var." || !strings.HasSuffix(l.Whole, "Ayşe") || l.Lang != city.Turkish || l.To[0] != "bilgi@manisa.example" {
		t.Errorf("%q, %q, %s, %v", l.Text, l.Whole, l.Lang, l.To)
	}
}

func TestTheCharsetOfALetter(t *testing.T) {
	turkish, persian := "Gül sokağında ışık yok, çöp alınmıyor", "چراغ خيابان خاموش است"
	in := func(c *charmap.Charmap, s string) string {
		b, err := c.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, tt := range map[string]struct{ charset, bytes, want string }{
		"windows-1254":                {"windows-1254", in(charmap.Windows1254, turkish), turkish},
		"iso-8859-9":                  {"ISO-8859-9", in(charmap.ISO8859_9, turkish), turkish},
		"windows-1256":                {"windows-1256", in(charmap.Windows1256, "سلام خيابان"), "سلام خیابان"},
		"UTF-8":                       {"UTF-8", persian, "چراغ خیابان خاموش است"},
		"UTF-8 that says iso-8859-9":  {"iso-8859-9", turkish, turkish},
		"Turkish that says UTF-8":     {"utf-8", in(charmap.Windows1254, turkish), turkish},
		"Persian that says UTF-8":     {"utf-8", in(charmap.Windows1256, "سلام خيابان"), "سلام خیابان"},
		"no charset":                  {"", turkish, turkish},
		"a charset nobody knows":      {"x-klingon", turkish, turkish},
		"direction marks":             {"utf-8", "\u202eترسا\u200f ج\u202c", "ترسا ج"},
		"broken in the middle":        {"utf-8", "\xffşu çukurlar", "\ufffdşu çukurlar"},
		"NUL and other control signs": {"utf-8", "a\x00b\x07c", "abc"},
	} {
		t.Run(name, func(t *testing.T) {
			label := ""
			if tt.charset != "" {
				label = "; charset=" + tt.charset
			}
			l, _ := read(t, simple+"Content-Type: text/plain"+label+"\nContent-Transfer-Encoding: 8bit\n\n"+tt.bytes)
			if l.Text != tt.want {
				t.Errorf("%q, want %q", l.Text, tt.want)
			}
		})
	}
	l, _ := read(t, "From: \""+in(charmap.Windows1254, "Işık Öğüş")+"\" <a@b.example>\nSubject: "+turkish+"\n\nx")
	if l.Name != "Işık Öğüş" || l.Subject != turkish || l.From != "a@b.example" {
		t.Errorf("headers without coding: %q %q %q", l.Name, l.Subject, l.From)
	}
}

func TestOnlyWhatTheSenderWroteCounts(t *testing.T) {
	for name, tt := range map[string]struct{ whole, want string }{
		"Gmail, English":        {"İkinci kavşak.\n\nOn Mon, 23 Nov 2026 at 10:00, Manisa <cevap+x@manisa.example>\nwrote:\n\n> Hangi kavşak?\n", "İkinci kavşak."},
		"Gmail, Turkish":        {"İkinci kavşak.\n\nManisa <cevap@manisa.example>, 23 Kas 2026 Pzt, 10:00 tarihinde şunu yazdı:\n> Hangi kavşak?", "İkinci kavşak."},
		"Gmail, Persian":        {"تقاطع دوم\n\nدر دوشنبه ۲ آذر، شهرداری نوشت:\n> کدام تقاطع؟", "تقاطع دوم"},
		"Outlook, English":      {"Second one.\n\nFrom: Manisa <c@m.example>\nSent: Monday\nTo: Ayşe\nSubject: Question\n\nWhich crossing?", "Second one."},
		"Outlook, Turkish":      {"İkincisi.\n\n________________________________\nKimden: Manisa\nGönderildi: 23 Kasım\nKime: Ayşe\nKonu: Soru\n\nHangisi?", "İkincisi."},
		"Outlook, old":          {"Second one.\n-----Original Message-----\nFrom: x\n\nWhich?", "Second one."},
		"Outlook, old, Turkish": {"İkincisi.\n-----Özgün İleti-----\nKimden: x", "İkincisi."},
		"a telephone":           {"Burası.\n\niPhone’umdan gönderildi", "Burası."},
		"quoted at the end":     {"Evet.\n\n> Doğru mu?\n> Bekliyoruz.", "Evet."},
		"answers between":       {"> Hangisi?\nİkincisi.\n> Ne zaman?\nDün.", "> Hangisi?\nİkincisi.\n> Ne zaman?\nDün."},
		"a word and no quote":   {"Muhtar şunu yazdı:\nYol bozuk.", "Muhtar şunu yazdı:\nYol bozuk."},
		"nothing of one's own":  {"> Hangisi?", "> Hangisi?"},
		"a letter from above":   {"From: the street above ours, water runs down.", "From: the street above ours, water runs down."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := own(tt.whole); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestPhotosPassAndOthersAreNamed(t *testing.T) {
	photo := base64.StdEncoding.EncodeToString([]byte("foto"))
	l, photos := read(t, simple+"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\n\nDüz metin\n--y\nContent-Type: text/html\n\n<b>Süslü</b>\n--y--\n"+
		"--x\nContent-Type: image/jpeg; name=\"=?utf-8?q?=C3=A7ukur.jpg?=\"\nContent-Transfer-Encoding: base64\n\n"+photo+"\n"+
		"--x\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename*=utf-8''%C5%9Fema.PNG\nContent-Transfer-Encoding: base64\n\n "+photo[:3]+" \n!"+photo[3:]+"\n"+
		"--x\nContent-Type: application/pdf; name=dilek\u202e\u00e7e.pdf\n\nx\n--x\nContent-Type: application/ms-tnef; name=winmail.dat\n\nx\n"+
		"--x\nContent-Type: image/png; name=bozuk.png\n\n\n--x\nContent-Type: application/pgp-signature\n\nx\n--x--\nafter")
	if strings.Join(photos, " ") != "çukur.jpg=foto şema.PNG=foto" {
		t.Errorf("photos: %q", photos)
	}
	if strings.Join(l.Refused, ",") != "dilekçe.pdf,winmail.dat,bozuk.png" || l.Text != "Düz metin" || l.Damaged {
		t.Errorf("%q %q %v", l.Refused, l.Text, l.Damaged)
	}
}

func TestAPageBecomesPlainText(t *testing.T) {
	l, _ := read(t, simple+`Content-Type: text/html; charset=utf-8

<html><head><title>gizli</title><style>p{}</style></head><body onload="x()"><script>alert(1)</script>
<p>Sokakta&nbsp;<b>çukur</b> var &lt;script&gt;</p><div>İkinci<br>satır</div><ul><li>bir</li><li>iki</li></ul>
<img src="http://izle.example/x.gif"><a href="javascript:x()">tıkla</a><svg><script>y</script></svg>
<div class="gmail_quote">Manisa şunu yazdı:<blockquote>eski söz</blockquote></div></body></html>`)
	if want := "Sokakta çukur var <script>\nİkinci\nsatır\n– bir\n– iki\ntıkla"; l.Text != want {
		t.Errorf("%q, want %q", l.Text, want)
	}
	if strings.Contains(l.Whole, "alert") || strings.Contains(l.Whole, "gizli") || !strings.Contains(l.Whole, "> eski söz") {
		t.Errorf("whole: %q", l.Whole)
	}
}

func TestMachinesAreKnown(t *testing.T) {
	for name, tt := range map[string]struct {
		header string
		want   Machine
	}{
		"a person":                  {"Auto-Submitted: no\nPrecedence: normal\n", ""},
		"a person who is never out": {"Subject: Otobüs durağı\n", ""},
		"it says so":                {"Auto-Submitted: auto-replied; owner-email=\"a@b\"\n", Automatic},
		"Exchange":                  {"X-Auto-Response-Suppress: All\n", Automatic},
		"a list":                    {"Precedence: bulk\n", List},
		"a newsletter":              {"List-Unsubscribe: <https://x.example>\n", List},
		"nobody to go back to":      {"Return-Path: <>\n", Bounce},
		"a mail server":             {"From: Mail Delivery <MAILER-DAEMON@mx.example>\n", Bounce},
		"nobody answers there":      {"From: no-reply@shop.example\n", Automatic},
		"away, Turkish":             {"Subject: =?utf-8?q?Otomatik_yan=C4=B1t=3A_Soru?=\n", Automatic},
		"away, Turkish capitals":    {"Subject: OFİS DIŞINDA\n", Automatic},
		"away, Persian":             {"Subject: =?utf-8?b?2b7Yp9iz2K4g2K7ZiNiv2qnYp9ixOiDYs9mE2KfZhQ==?=\n", Automatic},
		"away, English":             {"Subject: Out of Office: your question\n", Automatic},
		"a receipt":                 {"Content-Type: multipart/report; report-type=disposition-notification; boundary=x\n", Bounce},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(tt.header, "From:") {
				tt.header += "From: a@b.example\n"
			}
			if l, _ := read(t, tt.header+"\nmetin"); l.Machine != tt.want {
				t.Errorf("%q, want %q", l.Machine, tt.want)
			}
		})
	}
}

func report(action string) string {
	return "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\n\nCould not deliver\n" +
		"--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@b.example\nAction: " + action + "\nStatus: 5.1.1\n\n" +
		"--r\nContent-Type: message/rfc822\n\nMessage-ID: <0199c3f0-0000-7000-8000-000000000001@manisa.example>\nSubject: Soru\n\nmetin\n--r--\n"
}

func TestALetterThatCameBackIsNamed(t *testing.T) {
	if l, _ := read(t, report("failed")); l.Machine != Bounce || len(l.Returned) != 1 || !strings.HasPrefix(l.Returned[0], "0199c3f0") {
		t.Errorf("%q %v", l.Machine, l.Returned)
	}
	if l, _ := read(t, report("delayed")); l.Machine != Bounce || len(l.Returned) != 0 {
		t.Errorf("a delay is no refusal: %v", l.Returned)
	}
}

func TestBrokenLettersAreReadAsFarAsPossible(t *testing.T) {
	deep := simple
	for i := range 1000 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	many := simple + "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nilk\n" + strings.Repeat("--x\n\n\n", 1000) + "--x--\n"
	for name, tt := range map[string]struct{ raw, want string }{
		"a thousand parts within parts": {deep + "\nmetin", ""},
		"a thousand parts":              {many, "ilk"},
		"the end is missing":            {simple + "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nyarım", "yarım"},
		"no boundary":                   {simple + "Content-Type: multipart/mixed\n\nmetin", "metin"},
		"a header that is none":         {"From: a@b.example\nthis is not a header\n\nmetin", "metin"},
		"an endless header":             {simple + "X-A: " + strings.Repeat("a", 1<<20) + "\n\nmetin", "metin"},
		"broken base64":                 {simple + "Content-Transfer-Encoding: base64\n\nw6d1a3Vy=", "çukur"},
		"an endless text":               {simple + "\n" + strings.Repeat("uzun ", 1<<18), strings.TrimSpace(strings.Repeat("uzun ", mostText/5+1)[:mostText])},
	} {
		t.Run(name, func(t *testing.T) {
			l, _ := read(t, tt.raw)
			if !l.Damaged || l.Text != tt.want {
				t.Errorf("damaged %v, %.60q", l.Damaged, l.Text)
			}
		})
	}
	for name, raw := range map[string]string{"nothing": "", "no body": "From: a@b.example", "a bare type": "Content-Type: ;;;\n\nx", "nobody": "From: \n\nmetin"} {
		t.Run(name, func(t *testing.T) {
			if l, _ := read(t, raw); l.Key == "" {
				t.Error("no key")
			}
		})
	}
}

func TestALineThatBreaksIsNotTheEndOfTheLetter(t *testing.T) {
	lost := errors.New("connection lost")
	take := func(context.Context, Part, io.Reader) error { return nil }
	_, err := Read(t.Context(), io.MultiReader(strings.NewReader(crlf(simple+"\nyarım")), iotest.ErrReader(lost)), take)
	if !errors.Is(err, lost) {
		t.Errorf("half a letter was taken for a whole one: %v", err)
	}
}

func TestTheSameLetterHasTheSameKey(t *testing.T) {
	one, _ := read(t, simple+"\nmetin")
	again, _ := read(t, "Received: elsewhere\n"+simple+"\nmetin")
	forged, _ := read(t, strings.Replace(simple, "Ayse@", "mallory@", 1)+"\nmetin")
	if one.Key != again.Key || one.Key == forged.Key {
		t.Errorf("%s %s %s", one.Key, again.Key, forged.Key)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(simple + "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nmetin\n--x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n--x--\n")
	f.Add(report("failed"))
	f.Add("Content-Type: text/html\n\n<p>a<blockquote>b")
	f.Fuzz(func(t *testing.T, raw string) {
		l, err := Read(t.Context(), strings.NewReader(raw), func(_ context.Context, _ Part, r io.Reader) error {
			_, err := io.Copy(io.Discard, r)
			if err != nil {
				return fault.New(fault.Invalid, "files.damaged")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range append([]string{l.Subject, l.Name, l.Text, l.Whole}, l.Refused...) {
			if strings.ContainsAny(s, "\x00\r\u202e") || !strings.Contains(l.Whole, l.Text) {
				t.Errorf("%q", s)
			}
		}
	})
}

// endless is so many bytes of a letter that are never all in memory.
type endless struct{ left int }

func (e *endless) Read(b []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(len(b), e.left)
	for i := range b[:n] {
		b[i] = "QUJD\r\n"[(e.left-i)%6]
	}
	e.left -= n
	return n, nil
}

func TestAHugeLetterIsNeverInMemory(t *testing.T) {
	head := crlf(simple + "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nmetin\n--x\nContent-Type: video/mp4; name=film.mp4\nContent-Transfer-Encoding: base64\n\n")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	l, err := Read(t.Context(), io.MultiReader(strings.NewReader(head), &endless{30 << 20}, strings.NewReader("\r\n--x--\r\n")),
		func(context.Context, Part, io.Reader) error { return nil })
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 4 || err != nil || l.Text != "metin" || len(l.Refused) != 1 {
		t.Errorf("%d MB for 30 MB; %q, %q, %v", used, l.Text, l.Refused, err)
	}
}
