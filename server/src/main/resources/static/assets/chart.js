// Draws the table of a figure as a chart. Without this file, or its library, the table is all there is.
(function () {
  "use strict";
  if (!window.echarts) return;

  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var still = window.matchMedia("(prefers-reduced-motion: reduce)");

  // The table's numbers, oldest day first; a column each.
  function read(table) {
    var rows = Array.from(table.tBodies[0].rows).reverse();
    return {
      days: rows.map(function (row) {
        return row.querySelector("time").dateTime;
      }),
      series: Array.from(table.tHead.querySelectorAll("[data-series]")).map(function (head) {
        return {
          name: head.textContent,
          texts: rows.map(function (row) {
            return row.cells[head.cellIndex].textContent;
          }),
          values: rows.map(function (row) {
            return Number(row.cells[head.cellIndex].querySelector("data").value);
          }),
        };
      }),
    };
  }

  function draw(figure) {
    var data = read(document.getElementById(figure.dataset.chart));
    var place = figure.querySelector("[data-drawing]");
    var style = getComputedStyle(document.body);
    place.hidden = false;
    // Not as SVG: its inline styles are forbidden here.
    var chart = window.echarts.init(place, dark.matches ? "dark" : null, { renderer: "canvas" });
    chart.setOption({
      backgroundColor: "transparent",
      textStyle: { fontFamily: style.fontFamily },
      animation: !still.matches,
      aria: { enabled: true, decal: { show: true } },
      grid: { left: 8, right: 8, top: 64, bottom: 8, containLabel: true },
      legend: { type: "scroll", top: 0 },
      tooltip: {
        trigger: "axis",
        renderMode: "richText",
        axisPointer: { type: "shadow" },
        confine: true,
        formatter: function (points) {
          return [points[0].name]
            .concat(
              points
                .filter(function (point) {
                  return point.value !== 0;
                })
                .map(function (point) {
                  return point.seriesName + "  " + data.series[point.seriesIndex].texts[point.dataIndex];
                }),
            )
            .join("\n");
        },
      },
      xAxis: { type: "category", data: data.days },
      yAxis: { type: "value", name: figure.dataset.unit, nameTextStyle: { align: "left" } },
      series: data.series.map(function (one) {
        return { name: one.name, type: "bar", stack: "all", data: one.values };
      }),
    });
    return chart;
  }

  document.querySelectorAll("figure[data-chart]").forEach(function (figure) {
    var chart = draw(figure);
    window.addEventListener("resize", function () {
      chart.resize();
    });
    dark.addEventListener("change", function () {
      chart.dispose();
      chart = draw(figure);
    });
  });
})();
