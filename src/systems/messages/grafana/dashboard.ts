import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  SortOrder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  type Dashboard,
  DashboardBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import type { Graph } from "./graphs";
import { dataSource, mathQuery, metricQuery } from "./queries";

/**
 * Graphs below their headings, three beside each other.
 *
 * https://grafana.github.io/grafana-foundation-sdk/
 */
export function dashboardOf(
  title: string,
  rows: Readonly<Record<string, readonly Graph[]>>,
  region: string,
): Dashboard {
  const dashboard = new DashboardBuilder(title)
    .uid("messages")
    .readonly()
    .timezone("utc")
    .time({ from: "now-6h", to: "now" })
    .refresh("1m");
  let id = 0;
  for (const [heading, graphs] of Object.entries(rows)) {
    dashboard.withRow(new RowBuilder(heading).id(++id));
    for (const graph of graphs) dashboard.withPanel(panelOf(graph, region).id(++id));
  }
  return dashboard.build();
}

/** A page has 24 columns. */
function panelOf(graph: Graph, region: string): PanelBuilder {
  const { title, says, unit, lines, quotient, alarm, counted } = graph;
  const of = { region, periodSeconds: counted === "daily" ? 86_400 : 60 };
  const panel = new PanelBuilder()
    .title(title)
    .description(says)
    .unit(unit)
    .min(0)
    .span(8)
    .height(8)
    .legend(new VizLegendOptionsBuilder().showLegend(true))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.None))
    .datasource(dataSource);
  if (counted === "daily") panel.timeFrom("30d");
  for (const [id, metric] of Object.entries(lines))
    panel.withTarget(
      metricQuery(id, metric, of)
        .label(id.replaceAll("_", " "))
        .hide(quotient !== undefined),
    );
  if (quotient !== undefined)
    panel.withTarget(mathQuery("quotient", quotient.join(" / "), of).label(title.toLowerCase()));
  return alarm === undefined ? panel : withLine(panel, alarm.threshold);
}

/** From where on an alarm rings, or below which one does. */
function withLine(panel: PanelBuilder, value: number): PanelBuilder {
  return panel
    .thresholds(
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
        { value: null, color: "transparent" },
        { value, color: "red" },
      ]),
    )
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
}
