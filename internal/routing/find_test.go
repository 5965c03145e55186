package routing

import (
	"testing"

	"mahalle/cities"
	"mahalle/internal/citypack"
)

func manisa(t testing.TB) *finder {
	t.Helper()
	fs, _ := cities.FS("manisa")
	p, err := citypack.Read(fs)
	if err != nil {
		t.Fatal(err)
	}
	return newFinder(p.Subjects)
}

func TestPeopleFindTheSubjectInTheirOwnWords(t *testing.T) {
	f := manisa(t)
	for typed, want := range map[string]string{
		"kaldırım kırık":           "YL03",
		"KALDIRIM TASLARI OYNAMIS": "YL03",
		"sular kesik":              "SU01",
		"su yok":                   "SU01",
		"musluktan su akmıyor":     "SU01",
		"yolda çukur var":          "YL01",
		"cukur":                    "YL01",
		"sokak lambası yanmıyor":   "AY01",
		"lamba yanmiyor":           "AY01",
		"rögar kapağı yok":         "KN02",
		"kanalizasyon taştı":       "KN01",
		"boru patladı":             "SU02",
		"asfalt istiyoruz":         "YL06",
		"kar temizlenmedi":         "YL07",
		"چاله خیابان":              "YL01",
		"چراغ کوچه خاموشه":         "AY01",
		"آب قطع است":               "SU01",
		"pothole":                  "YL01",
		"street light not working": "AY01",
		"no water":                 "SU01",
		"broken pavement":          "YL03",
		"manhole cover missing":    "KN02",
		"Evimizin önünde çukur açıldı, araçlar geçemiyor": "YL01",
	} {
		hits := f.find(typed, 3)
		if len(hits) == 0 || hits[0].Subject.Code != want {
			var got []string
			for _, h := range hits {
				got = append(got, h.Subject.Code+" "+h.Subject.Name.EN)
			}
			t.Errorf("%q finds %v, want %s first", typed, got, want)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	f := manisa(b)
	for b.Loop() {
		f.find("sokak lambası yanmıyor", 5)
	}
}
