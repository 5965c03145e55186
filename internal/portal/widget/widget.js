(function () {
  var s = document.currentScript, d = s && s.dataset
  if (!d || !d.area) return
  var f = document.createElement('iframe')
  f.src = new URL(s.src).origin + '/widget/frame/' + encodeURIComponent(d.lang || 'tr') + '/' + encodeURIComponent(d.area) +
    (d.theme ? '?theme=' + encodeURIComponent(d.theme) : '')
  f.title = d.title || d.area
  f.loading = 'lazy'
  f.style.cssText = 'border:0;width:100%;max-width:22rem;height:17rem'
  s.parentNode.insertBefore(f, s)
})()
