// What is counted and how it is judged, chosen in the page: the server makes it anew, and the address keeps the choice.

/** Key and value of each choice in the page's address. */
function chosenInAddress() {
  const query = new URLSearchParams(location.search);
  return live.choices.map(({ key }) => [key, query.get(key)]).filter(([, value]) => value);
}

function choicesForm() {
  const chosen = new Map(chosenInAddress());
  const select = ({ key, about, values }) => {
    const now = { rule: study.rule, sections: study.verdicts }[key] ?? study[key];
    const pipelines = chosen.has(key) ? 'as the pipeline says' : `as the pipeline says: ${now}`;
    const options = [['', pipelines], ...values.map((value) => [value, value])];
    const field = selectOf(key, options, chosen.get(key));
    field.id = `choose-${key}`;
    field.autocomplete = 'off'; // going back must not bring back what the address does not say
    field.addEventListener('change', () => otherwiseCounted(key, field.value));
    return el('label', {}, about, field);
  };
  const other = [...chosen].map(([key, value]) => `${key} ${value}`).join(', ');
  return el(
    'details',
    { class: 'choices', open: other !== '' },
    el('summary', {}, `Counted and judged: ${other || 'as the pipeline says'}`),
    el('div', {}, live.choices.map(select)),
  );
}

/** Another address of the same view: the browser asks the server for it. */
function otherwiseCounted(key, value) {
  const query = new URLSearchParams(chosenInAddress());
  if (value) query.set(key, value);
  else query.delete(key);
  location.assign(`${location.pathname}?${query}${location.hash}`);
}
