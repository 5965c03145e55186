package requests

import (
	"encoding/json"
	"testing"
	"time"

	"mahalle/internal/city"
)

func TestARequestForProgramsIsJSONWhateverPeopleWrote(t *testing.T) {
	for name, tt := range map[string]struct {
		r       Request
		answers []Value
	}{
		"a plain one":            {r: Request{Number: "MNS-26-000001-T", Kind: "request", Status: New, Opened: time.Now()}},
		"quotes and controls":    {r: Request{Number: "MNS-26-000001-T", Description: "\"çukur\"\n</script>\x00\xff", Place: city.Place{Point: city.PointAt(38.5, -27.25)}}},
		"answers":                {r: Request{Number: "MNS-26-000001-T"}, answers: []Value{{"what", `a "hole"`}, {"deep", "yes"}}},
		"a question with quotes": {r: Request{Number: "MNS-26-000001-T"}, answers: []Value{{`wh"at`, "چاله"}}},
	} {
		t.Run(name, func(t *testing.T) {
			var told struct {
				Number  string
				Answers map[string]string
			}
			text := appendAnswers(appendRequest(nil, &tt.r), tt.answers)
			if err := json.Unmarshal(text, &told); err != nil || told.Number != tt.r.Number || len(told.Answers) != len(tt.answers) {
				t.Errorf("%v: %s", err, text)
			}
			for _, a := range tt.answers {
				if told.Answers[a.Question] != a.Value {
					t.Errorf("%s is told as %q", a.Question, told.Answers[a.Question])
				}
			}
		})
	}
}
