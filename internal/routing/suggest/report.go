package suggest

import "time"

// Report is what an examination found. Every figure is of cases the model had
// not seen, and every threshold was tried on other cases than it was found on.
type Report struct {
	Cases     int             `json:"cases"`
	Subjects  int             `json:"subjects"`
	Examined  int             `json:"examined"`
	Accuracy  float64         `json:"accuracy"`    // first guesses that are right, whatever their confidence
	Among3    float64         `json:"among_three"` // right subject among the first three
	MacroF1   float64         `json:"macro_f1"`
	Wanted    float64         `json:"wanted_precision"`
	Precision float64         `json:"precision"` // shown suggestions that are right
	Coverage  float64         `json:"coverage"`  // cases that get a suggestion
	On        int             `json:"on"`        // subjects that may be suggested
	Took      time.Duration   `json:"took_ns"`   // of the learning that makes the model
	Features  int             `json:"features"`
	Memory    int             `json:"memory_bytes"` // of the model
	Each      []SubjectReport `json:"each"`
}

// SubjectReport is what the examination found about one subject.
type SubjectReport struct {
	Subject   string  `json:"subject"`
	Cases     int     `json:"cases"`
	Examined  int     `json:"examined"`
	Shown     int     `json:"shown"`     // how often it was suggested
	Precision float64 `json:"precision"` // of the times it was suggested; 0 if never
	Coverage  float64 `json:"coverage"`  // of its own cases: how many it was suggested for
	Recall    float64 `json:"recall"`    // of its own cases: how many had it as the first guess
	Threshold float64 `json:"threshold"` // least confidence to be suggested; 0: off
	On        bool    `json:"on"`
}
