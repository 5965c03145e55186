package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"mahalle/internal/platform/web"
)

// Ask is one request and the class it counts in.
type Ask struct {
	Class string
	*http.Request
}

func (b *bench) get(class, base, path, token string) Ask {
	r, err := http.NewRequest(http.MethodGet, base+path, nil)
	if err != nil {
		panic(err) // paths are ours
	}
	if token != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: token})
	}
	return Ask{class, r}
}

// desk asks as a clerk who sees the city.
func (b *bench) desk(class, path string) Ask { return b.get(class, b.server.Base, path, b.d.clerk) }

func (b *bench) district() string { return b.d.districts[rand.IntN(len(b.d.districts))] }
func (b *bench) number() string   { return b.d.numbers[rand.IntN(len(b.d.numbers))] }

func (b *bench) listOf(n int, after string) func(int) Ask {
	return func(int) Ask {
		return b.desk("list", fmt.Sprintf("/staff/requests.json?district=%s&status=closed&limit=%d&after=%s", b.district(), n, after))
	}
}

// middle is the mark of a request in the middle of the three years.
func (b *bench) middle() string {
	ask := b.desk("", "/staff/requests.json?status=closed&limit=1&until="+time.Now().AddDate(-1, -6, 0).Format(time.DateOnly))
	answer, err := http.DefaultClient.Do(ask.Request)
	if err != nil {
		return ""
	}
	defer answer.Body.Close()
	var page struct{ After string }
	body, _ := io.ReadAll(answer.Body)
	_ = json.Unmarshal(body, &page)
	return url.QueryEscape(page.After)
}

func (b *bench) pins(int) Ask {
	lat, lon := 38.45+rand.Float64()*0.39, 27.25+rand.Float64()*0.49
	return b.desk("pins", fmt.Sprintf("/map/pins.json?south=%.5f&west=%.5f&north=%.5f&east=%.5f&closed=1&limit=200", lat, lon, lat+0.01, lon+0.01))
}

func (b *bench) one(int) Ask {
	return b.desk("one", "/staff/requests/"+b.number()+"/request.json")
}

func (b *bench) page(int) Ask { return b.get("page", b.server.Base, "/r/"+b.number(), "") }

// chief is the page a district chief begins the day with.
func (b *bench) chief(int) Ask { return b.get("chief", b.server.Base, "/staff/districts", b.d.chief) }

// search asks for one or two words somebody would remember, in a district or in
// the whole city.
func (b *bench) search(int) Ask {
	q := url.Values{"q": {searches[rand.IntN(len(searches))]}}
	if rand.IntN(2) == 0 {
		q.Set("district", b.district())
	}
	return b.desk("search", "/staff/requests?"+q.Encode())
}

var searches = []string{"çukur", "sokak lambası", "konteyner koku", "okulun önünde", "rögar", "park bank", "basınç", "levha devrilmiş", "cuk", "kald"}

func (b *bench) create(int) Ask {
	body, _ := json.Marshal(map[string]any{"key": fmt.Sprintf("%x", rand.Uint64()), "kind": "request", "subject": "YL01",
		"description": sentences[rand.IntN(len(sentences))], "lang": "tr", "district": b.district(),
		"lat": 38.45 + rand.Float64()*0.4, "lon": 27.25 + rand.Float64()*0.5, "email": "sakin@example.org"})
	r, err := http.NewRequest(http.MethodPost, b.server.Base+"/staff/requests.json", bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: b.d.clerk})
	r.Header.Set("Content-Type", "application/json")
	return Ask{"create", r}
}

// mixed is a city's day: four reads in five, some pages, and so many creates in
// a hundred.
func (b *bench) mixed(creates int) func(i int) Ask {
	return func(i int) Ask {
		switch n := rand.IntN(95 + creates); {
		case n < 30:
			return b.listOf(50, "")(i)
		case n < 55:
			return b.pins(i)
		case n < 80:
			return b.one(i)
		case n < 95:
			return b.page(i)
		}
		return b.create(i)
	}
}
