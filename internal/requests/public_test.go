package requests

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
)

func picture(t testing.TB, shade uint8) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range m.Pix {
		m.Pix[i] = shade
	}
	m.SetGray(3, 3, color.Gray{Y: 255 - shade})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is a small PNG that says it has fifty million pixels.
func bomb() []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	chunk := []byte("IHDR\x00\x00\x1f\x40\x00\x00\x18\x6a\x08\x02\x00\x00\x00") // 8000 × 6250
	b = append(b, chunk...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
}

func TestAResidentReportsInThreePages(t *testing.T) {
	onTheStreet(t, func(b *street) {
		b.wants(b.get("/report?q=yolda+çukur"), 200, "Yolda çukur", "/report?q=yolda+%C3%A7ukur&subject=YL01")
		b.wants(b.get("/report?subject=YL01"), 200, "Nerede?", "Turgutlu", "name=\"where\"")
		b.wants(b.get("/report?subject=YL01&lat=38.5&lon=27.7&step=tell"), 200, "Birim yol", "En geç", "name=\"description\"")
		number, secret := b.opened(b.send("/report", pothole(), picture(b.T, 9)))
		b.wants(b.get("/report/done/"+number+"?k="+secret), 200, number, "Birim yol", "k="+secret)
		own := b.get("/r/" + number)
		b.wants(own, 200, "Kavşakta derin çukur", "Birim yol", "/photo/", "Bu başvuru sizin")
		r := get(b.T, b.s, b.ctx, number)
		if r.Place.Neighbourhood != "turgutlu-altay" || r.Photos != 1 || !r.Public {
			b.Errorf("kept as %+v", r)
		}
	})
}

func TestWhatWasTypedStaysInTheForm(t *testing.T) {
	for lang, words := range map[string][]string{
		"tr": {"Birkaç yeri düzeltmeniz gerekiyor"},
		"fa": {"dir=\"rtl\""},
		"en": {"lang=\"en\""},
	} {
		t.Run(lang, func(t *testing.T) {
			onTheStreet(t, func(b *street) {
				v := pothole()
				v.Set("email", "kedi")
				v.Set("phone", "12")
				v.Set("name", "Ayşe گل")
				v.Set("description", "<script>alert('x')</script> çukur \u202e")
				v.Del("public")
				p := b.send("/report?lang="+lang, v, picture(b.T, 20), []byte("no picture at all"))
				b.wants(p, 422, append(words, "kedi", "Ayşe گل", "<script>alert('x')</script>", "data:image/jpeg;base64,", "foto.jpg")...)
				if strings.Contains(p.body, "<script>alert") {
					b.Error("the words were not escaped")
				}
				if strings.Contains(p.body, "name=\"public\" value=\"on\" checked") {
					b.Error("the refusal to be shown was forgotten")
				}
				kept := keptIn(p.body)
				v.Set("kept", kept)
				v.Del("email")
				v.Set("phone", "۰۵۳۲ ۱۲۳ ۴۱ ۱۸")
				number, _ := b.opened(b.send("/report", v))
				r := get(b.T, b.s, b.ctx, number)
				c, err := contactOf(b.ctx, b.s.db.Read(b.ctx), r.ID)
				if err != nil || c.Phone != "+905321234118" || c.Name != "Ayşe گل" || r.Photos != 1 || r.Public {
					b.Errorf("kept as %+v %+v %v", c, r, err)
				}
				if strings.Contains(r.Description, "\u202e") {
					b.Error("a direction mark was kept")
				}
			})
		})
	}
}

// keptIn is the name of the photo that the form carries.
func keptIn(body string) string {
	_, rest, _ := strings.Cut(body, `name="kept" value="`)
	word, _, _ := strings.Cut(rest, `"`)
	return word
}

func TestPhotosThatCannotBeTakenAreTold(t *testing.T) {
	six := make([][]byte, 6)
	for i := range six {
		six[i] = picture(t, uint8(10*i))
	}
	for name, tt := range map[string]struct {
		photos [][]byte
		says   string
	}{
		"a sixth photo":                  {six, "En çok 5 fotoğraf"},
		"a picture of 50 million pixels": {[][]byte{bomb()}, "Fotoğraf çok büyük"},
		"a photo that was cut off":       {[][]byte{picture(t, 1)[:300]}, "foto.jpg:"},
		"no photo":                       {[][]byte{[]byte("%PDF-1.7")}, "foto.jpg:"},
	} {
		t.Run(name, func(t *testing.T) {
			onTheStreet(t, func(b *street) {
				b.wants(b.send("/report", pothole(), tt.photos...), 422, tt.says, "Kavşakta derin çukur")
			})
		})
	}
}

func TestBadFormsGetAPlainPage(t *testing.T) {
	long := strings.Repeat("ağ", 3000)
	for name, tt := range map[string]struct {
		change map[string]string
		status int
		says   string
	}{
		"an unknown subject":            {map[string]string{"subject": "XX99"}, 404, "Bu konu listede yok"},
		"an unknown district":           {map[string]string{"district": "atlantis", "lat": "", "lon": ""}, 422, "Listeden bir ilçe seçin"},
		"a neighbourhood of elsewhere":  {map[string]string{"district": "ahmetli", "neighbourhood": "turgutlu-altay"}, 422, "Listeden bir mahalle seçin"},
		"too many words":                {map[string]string{"description": long}, 422, "En çok 4.000 karakter"},
		"words that are not UTF-8":      {map[string]string{"description": "\xff\xfe", "email": "\xff"}, 422, "description"},
		"nothing about where":           {map[string]string{"lat": "", "lon": ""}, 422, "Yeri gösterin"},
		"a place that is no number":     {map[string]string{"lat": "NaN", "lon": "Inf"}, 422, "anlaşılamadı"},
		"a point outside the city":      {map[string]string{"lat": "40.1"}, 422, "şehrin dışında"},
		"a field that people see not":   {map[string]string{"website": "spam"}, 422, "Görünmeyen bir alan"},
		"a subject that needs words":    {map[string]string{"subject": "ID08", "description": " "}, 422, "Sorunun ne olduğunu yazın"},
		"a kind that needs a name":      {map[string]string{"kind": "information"}, 422, "ad ve soyad gereklidir"},
		"a kind that nobody knows":      {map[string]string{"kind": "nonsense"}, 303, ""},
		"digits and a point in Persian": {map[string]string{"lat": "۳۸٫۵", "lon": "۲۷٫۷"}, 303, ""},
	} {
		t.Run(name, func(t *testing.T) {
			onTheStreet(t, func(b *street) {
				v := pothole()
				for k, value := range tt.change {
					v.Set(k, value)
				}
				b.wants(b.send("/report", v), tt.status, tt.says)
			})
		})
	}
}

func TestSendingTwiceIsTellingOnce(t *testing.T) {
	onTheStreet(t, func(b *street) {
		v := pothole()
		first, secret := b.opened(b.send("/report", v))
		again, same := b.opened(b.send("/report", v))
		if first != again || secret != same {
			b.Errorf("the second time it was %s %s, not %s %s", again, same, first, secret)
		}
		v.Set("description", "Bir de kaldırım kırık")
		if other, _ := b.opened(b.send("/report", v)); other == first {
			b.Error("words that were changed after going back were lost")
		}
	})
}

func TestABorderIsCorrectedByHand(t *testing.T) {
	onTheStreet(t, func(b *street) {
		b.wants(b.get("/report/place?subject=YL01&lat=38.8&lon=27.7"), 200, "Yer ahmetli", "Sınıra yakın", "Turgutlu")
		v := pothole()
		v.Set("lat", "38.8")
		v.Set("district", "turgutlu")
		number, _ := b.opened(b.send("/report", v))
		if r := get(b.T, b.s, b.ctx, number); r.Place.District != "turgutlu" || r.Place.Point.Unknown() {
			b.Errorf("kept as %+v", r.Place)
		}
		v.Set("lat", "40.1") // a point far away, and a district chosen by hand
		number, _ = b.opened(b.send("/report", v))
		if r := get(b.T, b.s, b.ctx, number); r.Place.District != "turgutlu" || !r.Place.Point.Unknown() {
			b.Errorf("kept as %+v", r.Place)
		}
		b.wants(b.get("/report/place?subject=YL01&lat=40.1&lon=27.7"), 200, "şehrin dışında", "112")
	})
}

func TestHalfAFormIsNoReport(t *testing.T) {
	onTheStreet(t, func(b *street) {
		whole := &bytes.Buffer{}
		form := multipart.NewWriter(whole)
		for name, values := range pothole() {
			_ = form.WriteField(name, values[0])
		}
		before := whole.Len()
		_ = form.WriteField("phone", "0532 000 00 00")
		line := len("\r\n--" + form.Boundary())
		for _, n := range []int{before, before + line, whole.Len()} { // before a part, behind the line that begins it, and without an end
			r := httptest.NewRequest("POST", "/report", bytes.NewReader(whole.Bytes()[:n]))
			r.Header.Set("Content-Type", form.FormDataContentType())
			if p := b.do(r); p.Code != http.StatusBadRequest && p.Code != http.StatusUnprocessableEntity {
				b.Errorf("a form that broke off after %d of %d bytes: %d to %q", n, whole.Len(), p.Code, p.Header().Get("Location"))
			}
		}
	})
}

func TestAPartOfAPageOpenedByItselfLeadsToThePage(t *testing.T) {
	onTheStreet(t, func(b *street) {
		r := httptest.NewRequest("GET", "/report/place?subject=YL01&lat=38.8&lon=27.7", nil)
		r.Header.Set("Sec-Fetch-Dest", "document") // as a browser does that goes there
		b.done(b.do(r), "/report?subject=YL01")
	})
}

func TestDangerNamesTheEmergencyNumberFirst(t *testing.T) {
	onTheStreet(t, func(b *street) {
		b.wants(b.get("/report?subject=EL01"), 200, "tel:112", "önce arayın")
	})
}

func TestTheSameProblemNearByIsOfferedAndJoinedOnce(t *testing.T) {
	onTheStreet(t, func(b *street) {
		o := open(b.T, b.s, b.ctx)
		b.wants(b.get("/report?subject=YL01&lat=38.501&lon=27.7&step=tell"), 200, "Yakında aynı sorun bildirilmiş", "/r/"+o.Number+"/join")
		if far := b.get("/report?subject=YL01&lat=38.51&lon=27.7&step=tell"); strings.Contains(far.body, o.Number) {
			b.Error("a kilometre away is not near by")
		}
		for range 2 {
			if p := b.post("/r/"+o.Number+"/join", url.Values{}); p.Code != http.StatusSeeOther {
				b.Fatalf("joining: %d", p.Code)
			}
		}
		if r := get(b.T, b.s, b.ctx, o.Number); r.People != 2 {
			b.Errorf("%d people after one joined twice", r.People)
		}
		b.wants(b.get("/r/"+o.Number), 200, "Bu başvuruya katıldınız", "vatandaş daha")
		b.wants(b.post("/r/"+o.Number+"/join", url.Values{"email": {"kedi"}}), 422)
	})
}

func TestTheOwnLinkIsRememberedAndLeavesTheAddress(t *testing.T) {
	onTheStreet(t, func(b *street) {
		o := open(b.T, b.s, b.ctx)
		p := b.get("/r/" + o.Number + "?k=" + o.Secret)
		if to := p.Header().Get("Location"); p.Code != 303 || to != "/r/"+o.Number {
			b.Errorf("%d to %q", p.Code, to)
		}
		b.wants(b.get("/r/"+o.Number), 200, "Bu başvuru sizin", "/write")
		clear(b.cookies)
		b.get("/r/" + o.Number + "?k=wrong")
		b.wants(b.get("/r/"+o.Number), 200, "Bu sayfa herkese açıktır", "eksik kopyalanmış")
		b.wants(b.send("/r/"+o.Number+"/write", url.Values{"text": {"x"}, "k": {"wrong"}}), 403)
		b.wants(b.get("/r/"+o.Number+"/verify?k=wrong"), 403)
	})
}

func TestNumbersAreReadAsPeopleTypeThem(t *testing.T) {
	onTheStreet(t, func(b *street) {
		o := open(b.T, b.s, b.ctx)
		for _, typed := range []string{strings.ToLower(o.Number), strings.ReplaceAll(o.Number, "-", " "), strings.ReplaceAll(o.Number, "0", "۰")} {
			if p := b.get("/r/" + url.PathEscape(typed)); p.Header().Get("Location") != "/r/"+o.Number {
				b.Errorf("%q leads to %d %q", typed, p.Code, p.Header().Get("Location"))
			}
			if p := b.post("/r", url.Values{"number": {typed}}); p.Header().Get("Location") != "/r/"+o.Number {
				b.Errorf("looking up %q leads to %d %q", typed, p.Code, p.Header().Get("Location"))
			}
		}
		last := o.Number[len(o.Number)-1]
		wrong := o.Number[:len(o.Number)-1] + string(checkLetters[(strings.IndexByte(checkLetters, last)+1)%len(checkLetters)])
		b.wants(b.get("/r/"+wrong), 404, "yazım hatası", wrong)
		b.wants(b.get("/r/banana"), 404, "KSB-", "-004821-", "tamamını yazın")
		b.wants(b.get("/r/"+number("KSB", 2026, 77777)), 404, "bulunamadı")
		b.wants(b.get("/r?number="), 200, "Başvurunuz nerede?")
	})
}

func hide(t *testing.T, b *street, o Opened) {
	write(t, b.s.db, b.ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(b.ctx, `UPDATE requests_requests SET public = 0, confidential = 1 WHERE tenant_id = $1 AND number = $2`, tx.Tenant(), o.Number)
		return err
	})
}

func TestAConfidentialRequestShowsOnlyWhereItStands(t *testing.T) {
	onTheStreet(t, func(b *street) {
		number, secret := b.opened(b.send("/report", pothole(), picture(b.T, 7)))
		o := Opened{Number: number, Secret: secret}
		hide(b.T, b, o)
		photos, err := photosOf(b.ctx, b.s.db.Read(b.ctx), get(b.T, b.s, b.ctx, number).ID)
		if err != nil || len(photos) != 1 {
			b.Fatal(err, len(photos))
		}
		picture := "/r/" + number + "/photo/" + string(photos[0].ID)
		clear(b.cookies)
		p := b.get("/r/" + number)
		b.wants(p, 200, "Yeni", "son tarih")
		for _, secretWord := range []string{"Kavşakta", "Yolda çukur", "Birim yol", "Turgutlu", "turgutlu", "/join"} {
			if strings.Contains(p.body, secretWord) {
				b.Errorf("a stranger reads %q", secretWord)
			}
		}
		b.wants(b.get(picture), 404)
		b.wants(b.post("/r/"+number+"/join", nil), 409)
		b.get("/r/" + number + "?k=" + secret)
		b.wants(b.get("/r/"+number), 200, "Kavşakta")
		if got := b.get(picture); got.Code != 200 || got.Header().Get("Content-Type") != "image/jpeg" {
			b.Errorf("their own photo: %d", got.Code)
		}
		b.wants(b.get(picture+"/small"), 200)
	})
}

func TestAPhotoOfAnotherRequestIsNotThere(t *testing.T) {
	onTheStreet(t, func(b *street) {
		number, _ := b.opened(b.send("/report", pothole(), picture(b.T, 7)))
		photos, _ := photosOf(b.ctx, b.s.db.Read(b.ctx), get(b.T, b.s, b.ctx, number).ID)
		o := open(b.T, b.s, b.ctx)
		b.wants(b.get("/r/"+o.Number+"/photo/"+string(photos[0].ID)), 404)
		b.wants(b.get("/r/"+number+"/photo/none"), 404)
	})
}

// finished is a request whose unit says that it is done.
func finished(t *testing.T, b *street) Opened {
	t.Helper()
	o := open(t, b.s, b.ctx)
	ctx := officer(b.ctx, "yol")
	write(t, b.s.db, ctx, func(tx *db.Tx) error { return b.s.Take(ctx, tx, o.Number) })
	write(t, b.s.db, ctx, func(tx *db.Tx) error {
		return b.s.Finish(ctx, tx, o.Number, Finishing{Outcome: Fixed, Text: "Kapatıldı"})
	})
	return o
}

func TestTheResidentSaysYesOrNo(t *testing.T) {
	onTheStreet(t, func(b *street) {
		o := finished(b.T, b)
		at := "/r/" + o.Number + "/verify"
		for range 3 { // programs open every link of a letter
			b.wants(b.get(at+"?k="+o.Secret), 200, "giderildi mi?", "Kapatıldı", "Mutlu")
		}
		if r := get(b.T, b.s, b.ctx, o.Number); r.Status != Done {
			b.Errorf("looking made it %s", r.Status)
		}
		k := url.Values{"k": {o.Secret}}
		b.wants(b.post(at, k), 422, "Evet ya da hayır seçin")
		k.Set("answer", "no")
		b.wants(b.post(at, k), 422, "Neyin eksik kaldığını yazın")
		k.Set("face", "bored")
		k.Set("text", "hâlâ <b>çukur</b>")
		b.wants(b.post(at, k), 422, "Yüzlerden birini seçin", "hâlâ <b>çukur</b>")
		k.Set("face", "angry")
		if p := b.post(at, k); p.Code != 303 {
			b.Fatalf("no: %d %s", p.Code, head(p.body))
		}
		r := get(b.T, b.s, b.ctx, o.Number)
		if r.Status != ReopenRequested || r.Face != "angry" {
			b.Errorf("after the no: %+v", r)
		}
		b.wants(b.post(at, k), 409, "daha önce alındı")
		b.wants(b.get("/r/"+o.Number), 200, "hâlâ <b>çukur</b>", "Sorunun sürdüğünü bildirdiniz")
	})
}

func TestAYesIsKeptAndCanBeRead(t *testing.T) {
	onTheStreet(t, func(b *street) {
		o := finished(b.T, b)
		p := b.post("/r/"+o.Number+"/verify", url.Values{"k": {o.Secret}, "answer": {"yes"}, "face": {"happy"}, "text": {"Sağ olun"}})
		if p.Code != 303 {
			b.Fatal(p.Code, head(p.body))
		}
		clear(b.cookies)
		b.wants(b.get("/r/"+o.Number), 200, "Vatandaş onayladı", "Sağ olun")
	})
}

func TestAnExpiredLinkSaysWhatToDo(t *testing.T) {
	onTheStreet(t, func(b *street) {
		o := finished(b.T, b)
		b.ctx = clock.With(b.ctx, monday.Add(20*24*time.Hour))
		at := "/r/" + o.Number + "/verify?k=" + o.Secret
		b.wants(b.get(at), 410, "süresi doldu", "/report?district=turgutlu&subject=YL01")
		b.wants(b.post(at, url.Values{"answer": {"yes"}}), 410)
	})
}

func TestTheResidentAnswersAQuestion(t *testing.T) {
	onTheStreet(t, func(b *street) {
		o := open(b.T, b.s, b.ctx)
		ctx := officer(b.ctx, "yol")
		write(b.T, b.s.db, ctx, func(tx *db.Tx) error { return b.s.Take(ctx, tx, o.Number) })
		write(b.T, b.s.db, ctx, func(tx *db.Tx) error { return b.s.Note(ctx, tx, o.Number, "gizli not") })
		write(b.T, b.s.db, ctx, func(tx *db.Tx) error { return b.s.Ask(ctx, tx, o.Number, "Hangi kapı?") })
		stranger := b.get("/r/" + o.Number)
		b.wants(stranger, 200, "bilgi istedi")
		if strings.Contains(stranger.body, "Hangi kapı?") || strings.Contains(stranger.body, "gizli not") {
			b.Error("a stranger reads what is not theirs")
		}
		b.get("/r/" + o.Number + "?k=" + o.Secret)
		own := b.get("/r/" + o.Number)
		b.wants(own, 200, "Hangi kapı?", "name=\"text\"")
		if strings.Contains(own.body, "gizli not") {
			b.Error("a note for colleagues is shown")
		}
		v := url.Values{"key": {string(city.NewID())}, "text": {""}}
		b.wants(b.send("/r/"+o.Number+"/write", v), 422, "Bir şey yazın")
		v.Set("text", "12 numara")
		for range 2 { // pressed twice
			if p := b.send("/r/"+o.Number+"/write", v, picture(b.T, 99)); p.Code != 303 {
				b.Fatal(p.Code, head(p.body))
			}
		}
		if r := get(b.T, b.s, b.ctx, o.Number); r.Status != Working || r.Photos != 1 {
			b.Errorf("after the answer: %+v", r)
		}
	})
}

func TestTheListShowsWhatIsPublic(t *testing.T) {
	onTheStreet(t, func(b *street) {
		o, hidden := open(b.T, b.s, b.ctx), open(b.T, b.s, b.ctx)
		hide(b.T, b, hidden)
		p := b.get("/requests?district=turgutlu&subject=YL01")
		b.wants(p, 200, o.Number)
		if strings.Contains(p.body, hidden.Number) {
			b.Error("a confidential request is listed")
		}
		for _, show := range shows {
			b.wants(b.get("/requests?show="+show), 200)
		}
		b.wants(b.get("/requests?show=everything"), 422)
		b.wants(b.get("/requests?show=late"), 200, "gösterilecek başvuru yok")
	})
}

func TestTheListGoesOnPageByPage(t *testing.T) {
	onTheStreet(t, func(b *street) {
		for range 5 {
			open(b.T, b.s, b.ctx)
		}
		q, seen := b.s.db.Read(b.ctx), map[string]bool{}
		for _, show := range []string{"open", "received"} {
			clear(seen)
			f := publicFilter{Show: show, Limit: 2}
			for {
				rows, err := publicRows(b.ctx, q, f)
				if err != nil {
					b.Fatal(err)
				}
				for _, r := range rows {
					if seen[r.Number] {
						b.Errorf("%s is listed twice", r.Number)
					}
					seen[r.Number] = true
				}
				if len(rows) < f.Limit {
					break
				}
				f.After = f.mark(rows[len(rows)-1])
			}
			if len(seen) != 5 {
				b.Errorf("%s: %d of 5", show, len(seen))
			}
		}
	})
}

func TestTheMapTellsPointsAndNumbers(t *testing.T) {
	onTheStreet(t, func(b *street) {
		o, hidden := open(b.T, b.s, b.ctx), open(b.T, b.s, b.ctx)
		hide(b.T, b, hidden)
		b.wants(b.get("/map/view.json?south=38.49&west=27.69&north=38.51&east=27.71"), 200, o.Number, "Yolda çukur")
		b.wants(b.get("/map/view.json?south=38&west=27&north=39&east=28"), 200, `"clusters":[["1",38.5,27.7]]`)
		b.wants(b.get("/map/view.json?south=38&west=27&north=39&east=28&subject=EL01"), 200, `"clusters":[]`)
		b.wants(b.get("/map/view.json?south=x"), 422)
		if things := b.s.OpenNow(b.ctx, 6); len(things) != 1 || things[0].Href != "/r/"+o.Number {
			b.Errorf("open now: %+v", things)
		}
	})
}

func TestAFloodIsAskedToWait(t *testing.T) {
	onTheStreet(t, func(b *street) {
		o := open(b.T, b.s, b.ctx)
		b.address = "198.51.100.7"
		for range floodMost {
			b.post("/r/"+o.Number+"/join", nil)
		}
		b.wants(b.send("/report", pothole()), 429, "on dakika")
		b.address = "198.51.100.8"
		b.opened(b.send("/report", pothole()))
		b.address = "198.51.100.7"
		b.ctx = later(b.ctx, floodWindow)
		b.opened(b.send("/report", pothole()))
	})
}

func TestStaffWhoMaySeeARequestSeeItsPhotos(t *testing.T) {
	onTheStreet(t, func(b *street) {
		number, _ := b.opened(b.send("/report", pothole(), picture(b.T, 7)))
		hide(b.T, b, Opened{Number: number})
		photos, _ := photosOf(b.ctx, b.s.db.Read(b.ctx), get(b.T, b.s, b.ctx, number).ID)
		clear(b.cookies)
		b.cookies["session"] = &http.Cookie{Name: "mahalle_session", Value: "x"}
		b.actor = access.From(officer(b.ctx, "yol"))
		b.wants(b.get("/r/"+number+"/photo/"+string(photos[0].ID)), 200)
		b.actor = access.From(officer(b.ctx, "park"))
		b.wants(b.get("/r/"+number+"/photo/"+string(photos[0].ID)), 404)
	})
}

func FuzzPlace(f *testing.F) {
	f.Add("38.5", "27.7", "turgutlu", "turgutlu-altay", "köşe")
	f.Add("۳۸٫۵", "1e308", "", "", "\xff")
	f.Add("-0", "NaN", "x", "y", strings.Repeat("a", 400))
	s := &Service{pages: smallCity()}
	f.Fuzz(func(t *testing.T, lat, lon, district, neighbourhood, where string) {
		d := draftOf(url.Values{"lat": {lat}, "lon": {lon}, "district": {district}, "neighbourhood": {neighbourhood}, "where": {where}})
		p, _, err := s.place(context.Background(), &d)
		if err != nil {
			return
		}
		if p.District != "" && p.District != "turgutlu" && p.District != "ahmetli" {
			t.Errorf("district %q", p.District)
		}
		if p.Neighbourhood != "" && p.District != "turgutlu" {
			t.Errorf("neighbourhood %q of %q", p.Neighbourhood, p.District)
		}
		if again := draftOf(mustQuery(t, d.link("tell"))); again.Lat != d.Lat || again.Where != d.Where {
			t.Errorf("the address changed %+v to %+v", d, again)
		}
	})
}

func mustQuery(t *testing.T, link string) url.Values {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}
