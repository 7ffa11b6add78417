// What is counted and how it is judged, chosen in the page: the server makes it anew, and the address keeps the choice.

function choicesForm() {
  const chosen = new URLSearchParams(location.search);
  const select = ({ key, about, values }) => {
    const options = [['', 'as the pipeline says'], ...values.map((value) => [value, value])];
    const field = selectOf(key, options, chosen.get(key));
    field.id = `choose-${key}`;
    field.addEventListener('change', () => otherwiseCounted(key, field.value));
    return el('label', {}, about, field);
  };
  const other = live.choices
    .filter(({ key }) => chosen.get(key))
    .map(({ key }) => `${key} ${chosen.get(key)}`);
  return el(
    'details',
    { class: 'choices', open: other.length > 0 },
    el('summary', {}, `Counted and judged: ${other.length ? other.join(', ') : 'as the pipeline says'}`),
    el('div', {}, live.choices.map(select)),
  );
}

/** Another address of the same view: the browser asks the server for it. */
function otherwiseCounted(key, value) {
  const query = new URLSearchParams(location.search);
  if (value) query.set(key, value);
  else query.delete(key);
  location.assign(`${location.pathname}?${query}${location.hash}`);
}
