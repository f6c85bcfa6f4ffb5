"use strict";
if (window.GraphiQL && window.React && window.ReactDOM) {
  const fetcher = GraphiQL.createFetcher({ url: "/graphql" });
  const defaultQuery = `# Search in Arabic, French or English; accents and vowel signs don't matter.
{
  search(text: "etude impact", first: 5) {
    totalCount
    nodes { course { code title { text locale } } lesson { title { text } } }
  }
}
`;
  ReactDOM.createRoot(document.getElementById("playground")).render(
    React.createElement(GraphiQL, { fetcher, defaultQuery, isHeadersEditorEnabled: true }),
  );
}
