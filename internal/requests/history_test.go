package requests

import (
	"encoding/json"
	"testing"

	"mahalle/internal/city"
	"mahalle/internal/events"
)

// What is written into the journal about a request is read again by the page for
// residents and by the page for colleagues; neither may stumble over news whose
// fields mean something else there.
func TestBothHistoriesReadAllNewsWithADateOrASubjectThatWas(t *testing.T) {
	for _, e := range []events.Event{
		events.PromiseMoved{Promise: events.Promise{Due: 2, Unit: "yol"}, Was: 1, Reason: "season", Name: city.Text{TR: "Kar"}},
		events.PromiseResumed{Promise: events.Promise{Due: 2}, Was: 1},
		events.SubjectChanged{From: "YL01", To: "YL02", FromKind: "complaint", ToKind: "wish", Law: 3},
	} {
		body, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var resident told
		var colleague happened
		if err := json.Unmarshal(body, &resident); err != nil {
			t.Errorf("residents cannot read %s: %v", e.Kind(), err)
		}
		if err := json.Unmarshal(body, &colleague); err != nil {
			t.Errorf("colleagues cannot read %s: %v", e.Kind(), err)
		}
	}
}
