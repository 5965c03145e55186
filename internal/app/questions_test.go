package app_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"mahalle/internal/app"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/tenant"
)

// hurtCat is a report with the answers that its subject asks for.
func hurtCat(more ...string) []string {
	return append([]string{"key", oneForm, "subject", "VT02", "district", "turgutlu", "description", "Kedi arabanın altında", "public", "1",
		"a-animal", "cat", "a-state", "bleeds", "a-with", "yes", "a-phone", "۰۵۳۲ ۶۱۶ ۴۱ ۱۸", "a-near", "Okulun arka kapısı"}, more...)
}

func TestAResidentAnswersWhatTheSubjectAsks(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, server := town(t, address)
		v := come(t, server)
		v.sees(v.get("/report?lang=tr&subject=VT02&district=turgutlu&step=tell", http.StatusOK), "Hangi hayvan?")

		again, _ := v.post("/report", http.StatusUnprocessableEntity, hurtCat("a-animal", "unicorn", "a-near", "<script>alert(1)</script>", "a-moon", "1")...)
		v.sees(again, "Listedeki seçeneklerden birini seçin.")
		v.sees(again, "&lt;script&gt;alert(1)")
		v.sees(again, "Kedi arabanın altında")
		v.sees(again, "artık böyle bir soru sorulmuyor")

		_, at := v.post("/report", http.StatusOK, hurtCat()...)
		number := numberIn.FindString(at)
		v.get(at, http.StatusOK)
		own := v.get("/r/"+number, http.StatusOK)
		v.sees(own, "Okulun arka kapısı")
		v.sees(own, "616")
		stranger := come(t, server).get("/r/"+number+"?lang=tr", http.StatusOK)
		v.sees(stranger, "Kanaması var")
		if strings.Contains(stranger, "616") {
			t.Error("a stranger reads the number")
		}

		forgetVersions(t, a)
		v.sees(v.get("/r/"+number, http.StatusOK), "Okulun arka kapısı")
		desk := as(t, server, "clerk")
		v.sees(desk.get("/staff/requests/"+number, http.StatusOK), "Kanaması var")
	})
}

// forgetVersions is a city whose backup knew nothing of its questions.
func forgetVersions(t *testing.T, a *app.App) {
	t.Helper()
	c, _ := a.Cities.ByID("manisa")
	ctx := access.AsSystem(tenant.Enter(context.Background(), c))
	err := a.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM questions_versions WHERE tenant_id = $1`, tx.Tenant())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsNotOursIsSaidBeforeThePlaceIsAsked(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		_, server := town(t, address)
		v := come(t, server)
		first := v.get("/report?lang=tr&subject=KN05", http.StatusOK)
		v.sees(first, "çürük yumurta")
		if strings.Contains(first, `name="district"`) {
			t.Error("the place is asked before it is known whose it is")
		}
		v.sees(v.get("/report?subject=KN05&step=place&asked=gas&a-gas=yes", http.StatusOK), `href="tel:187"`)
		place := v.get("/report?subject=KN05&step=place&asked=gas&a-gas=no", http.StatusOK)
		v.sees(place, `name="a-gas" value="no"`)
		v.sees(v.get("/report?subject=KN05&step=tell&district=turgutlu&a-gas=no", http.StatusOK), `value="no" checked`)
		ended, _ := v.post("/report", http.StatusUnprocessableEntity, "key", oneForm, "subject", "KN05", "district", "turgutlu", "description", "Koku var", "a-gas", "yes")
		v.sees(ended, `href="tel:187"`)
		v.sees(ended, "Koku var")
	})
}

func TestWithoutScriptFurtherQuestionsComeWithTheNextPage(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		_, server := town(t, address)
		v := come(t, server)
		form := []string{"key", oneForm, "subject", "ZB08", "district", "turgutlu", "a-plate_on", "yes", "a-looks", "mavi", "asked", "plate_on", "asked", "looks"}
		more, _ := v.post("/report?lang=tr", http.StatusUnprocessableEntity, form...)
		v.sees(more, "birkaç soru daha")
		v.sees(more, `name="a-vehicle"`)
		wrong, _ := v.post("/report", http.StatusUnprocessableEntity, "key", oneForm, "subject", "ZB08", "district", "turgutlu", "a-plate_on", "yes", "a-looks", "mavi", "a-vehicle", "99 ABC")
		v.sees(wrong, "45ABC123")
		_, at := v.post("/report", http.StatusOK, "key", oneForm, "subject", "ZB08", "district", "turgutlu", "a-plate_on", "no", "a-looks", "mavi", "a-vehicle", "hidden")
		v.get(at, http.StatusOK)
		if own := v.get("/r/"+numberIn.FindString(at), http.StatusOK); strings.Contains(own, "HIDDEN") {
			t.Error("an answer to a question that was not asked was kept")
		}
	})
}

func TestAClerkAsksTheCaller(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		_, server := town(t, address)
		v := as(t, server, "clerk")
		part, _ := v.post("/staff/requests/new/questions", http.StatusOK, "text", "yaralı kedi", "other", "VT02")
		v.sees(part, `name="a-animal"`)
		call := []string{"key", oneForm, "text", "yaralı kedi", "other", "VT02", "district", "turgutlu", "where", "okul"}
		missing, _ := v.post("/staff/requests/new", http.StatusUnprocessableEntity, call...)
		v.sees(missing, "Bu soruyu cevaplayın.")
		_, at := v.post("/staff/requests/new", http.StatusOK, append(call, "a-animal", "cat", "a-state", "ill", "a-near", "okul")...)
		if numberIn.FindString(at) == "" {
			t.Errorf("the call led to %s", at)
		}
	})
}

func TestAProgramSendsAnswers(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		_, server := town(t, address)
		v := as(t, server, "clerk")
		for body, want := range map[string]struct {
			status int
			says   string
		}{
			`{"key":"1","subject":"TM04","district":"turgutlu","description":"moloz","answers":{"what":["rubble"],"sacks":12}}`: {201, "MNS-"},
			`{"key":"2","subject":"TM04","district":"turgutlu","description":"moloz"}`:                                          {201, "MNS-"},
			`{"key":"3","subject":"TM04","district":"turgutlu","answers":{"what":["rubble"],"sacks":"۲۱"}}`:                     {422, "answers.sacks"},
			`{"key":"4","subject":"TM04","district":"turgutlu","answers":{"moon":true}}`:                                        {422, "answers.moon"},
			`{"key":"5","subject":"VT01","district":"turgutlu","answers":{"now":true}}`:                                         {422, "112"},
			`{"key":"6","subject":"TM04","district":"turgutlu","answers":{"what":{"a":1}}}`:                                     {422, ""},
			`{"key":"7","subject":"TM04","district":"turgutlu","answers":{"what":null,"sacks":null}}`:                           {422, "answers.what"},
		} {
			answer, err := v.c.Post(v.base+"/staff/requests.json", "application/json", strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			said, _ := io.ReadAll(answer.Body)
			answer.Body.Close()
			if answer.StatusCode != want.status || !strings.Contains(string(said), want.says) {
				t.Errorf("%s answered %d %s", body, answer.StatusCode, said)
			}
		}
	})
}

func TestAnswersAreSearchedAndReadByPrograms(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		_, server := town(t, address)
		v := come(t, server)
		_, at := v.post("/report", http.StatusOK, hurtCat("a-near", "Çınarlı okulun arka kapısı")...)
		number := numberIn.FindString(at)
		desk := as(t, server, "clerk")
		for typed, found := range map[string]bool{"cinarli": true, "kanamasi kedi": true, "05326164118": false, "6164118": false, "zurafa": false} {
			if page := desk.get("/staff/requests?view=all&q="+url.QueryEscape(typed), http.StatusOK); strings.Contains(page, number) != found {
				t.Errorf("%q finds it: %v", typed, !found)
			}
		}
		told := desk.get("/staff/requests/"+number+"/request.json", http.StatusOK)
		desk.sees(told, `"answers":{"animal":"cat","state":"bleeds"`)
		if strings.Contains(told, "6164118") {
			t.Error("whoever is not on the case reads about persons before they said why")
		}
		council := as(t, server, "inspector").get("/staff/requests/"+number+"/request.json", http.StatusOK)
		if !strings.Contains(council, `"answers"`) {
			t.Error(council)
		}
	})
}
