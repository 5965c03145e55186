// Package statistics turns counts into figures that promise no more than they
// know: a share with its interval, a shade of a map at numbers one can remember,
// and whether a week brought more than chance explains.
package statistics
