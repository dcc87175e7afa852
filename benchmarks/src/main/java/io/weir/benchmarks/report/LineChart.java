package io.weir.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Lines over a few places on the x axis, with a logarithmic y axis, in panels side by side that share it (SVG).
 *
 * <pre>
 *        q0                q1
 * 100 |        /      |        _/
 *  10 |   ___/        |   ___/
 *   1 |__/            |__/
 *      50  99  max     50  99  max
 * </pre>
 */
public final class LineChart {
    /** The colour of Weir. */
    public static final String WEIR = "#1f6f8b";
    /** The colour of a peer. */
    public static final String PEER = "#c9883a";

    private static final List<String> WEIRS = List.of(WEIR, "#7b4fa3", "#2e9e5b", "#1d3f8f");

    private static final List<String> PEERS = List.of(PEER, "#c23b3b", "#8f7a00", "#d96fa0");

    private static final int LEFT = 70;
    private static final int TOP = 60;
    private static final int PANEL_WIDTH = 260;
    private static final int PANEL_HEIGHT = 240;
    private static final int GAP = 30;
    private static final int LEGEND_LINE = 16;

    private final StringBuilder svg = new StringBuilder();
    private final List<Panel> panels;
    private final String unit;
    private final int lowest;
    private final int highest;

    /**
     * A line.
     *
     * @param name for the legend; lines of different panels with the same name share their entry
     * @param colour such as {@code #1f6f8b}
     * @param dashes as {@code stroke-dasharray}; empty for a whole line
     * @param values one for each place, positive; NaN where there is none
     */
    public record Line(String name, String colour, String dashes, List<Double> values) {
        public Line {
            values = List.copyOf(values);
        }
    }

    /** @param places what stands below the x axis */
    public record Panel(String title, List<String> places, List<Line> lines) {
        public Panel {
            places = List.copyOf(places);
            lines = List.copyOf(lines);
        }
    }

    private LineChart(List<Panel> panels, String unit) {
        this.panels = panels;
        this.unit = unit;
        double[] logarithms = values().map(Math::log10).toArray();
        lowest = (int) Math.floor(DoubleStream.of(logarithms).min().orElse(0));
        highest = Math.max(
                lowest + 1, (int) Math.ceil(DoubleStream.of(logarithms).max().orElse(1)));
    }

    /** @param unit of the y axis */
    public static String svg(String title, String unit, List<Panel> panels) {
        return new LineChart(List.copyOf(panels), unit).draw(title);
    }

    /** Cool colours, one for each series of Weir; {@link #WEIR} first. */
    public static String weir(int series) {
        return WEIRS.get(series % WEIRS.size());
    }

    /** Warm colours, one for each series of a peer; {@link #PEER} first. */
    public static String peer(int series) {
        return PEERS.get(series % PEERS.size());
    }

    private DoubleStream values() {
        return panels.stream()
                .flatMap(panel -> panel.lines().stream())
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .filter(value -> value > 0);
    }

    private String draw(String title) {
        List<Line> legend = legend();
        int width = LEFT + panels.size() * (PANEL_WIDTH + GAP);
        int legendTop = TOP + PANEL_HEIGHT + 50;
        int height = legendTop + legend.size() * LEGEND_LINE + 10;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
                width, height);
        line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
        line("<text x=\"%d\" y=\"20\" font-size=\"14\">%s</text>", LEFT, escape(title));
        for (int i = 0; i < panels.size(); i++) {
            panel(panels.get(i), LEFT + i * (PANEL_WIDTH + GAP), i == 0);
        }
        for (int i = 0; i < legend.size(); i++) {
            int y = legendTop + i * LEGEND_LINE;
            path(legend.get(i), "M" + LEFT + ' ' + y + " h40");
            line(
                    "<text x=\"%d\" y=\"%d\">%s</text>",
                    LEFT + 50, y + 4, escape(legend.get(i).name()));
        }
        line("</svg>");
        return svg.toString();
    }

    private List<Line> legend() {
        Map<String, Line> byName = new LinkedHashMap<>();
        panels.forEach(panel -> panel.lines().forEach(line -> byName.putIfAbsent(line.name(), line)));
        return List.copyOf(byName.values());
    }

    private void panel(Panel panel, int left, boolean isFirst) {
        line("<text x=\"%d\" y=\"%d\">%s</text>", left, TOP - 12, escape(panel.title()));
        for (int power = lowest; power <= highest; power++) {
            int y = y(Math.pow(10, power));
            line("<path d=\"M%d %d h%d\" stroke=\"#ddd\"/>", left, y, PANEL_WIDTH);
            if (isFirst) {
                line(
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s %s</text>",
                        left - 6, y + 4, Quantity.power(power), escape(unit));
            }
        }
        for (int place = 0; place < panel.places().size(); place++) {
            line(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(panel, left, place),
                    TOP + PANEL_HEIGHT + 18,
                    escape(panel.places().get(place)));
        }
        panel.lines().forEach(line -> path(line, way(panel, line, left)));
    }

    /** From place to place; where there is no value the line is broken. */
    private String way(Panel panel, Line drawn, int left) {
        StringBuilder way = new StringBuilder();
        boolean isDown = false;
        for (int place = 0; place < drawn.values().size(); place++) {
            double value = drawn.values().get(place);
            if (value > 0) {
                way.append(isDown ? 'L' : 'M')
                        .append(x(panel, left, place))
                        .append(' ')
                        .append(y(value));
            }
            isDown = value > 0;
        }
        return way.toString();
    }

    private void path(Line drawn, String way) {
        line(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>",
                way, drawn.colour(), drawn.dashes());
    }

    private static int x(Panel panel, int left, int place) {
        int steps = Math.max(1, panel.places().size() - 1);
        int margin = 20;
        return left + margin + place * (PANEL_WIDTH - 2 * margin) / steps;
    }

    private int y(double value) {
        double share = (Math.log10(value) - lowest) / (highest - lowest);
        return TOP + PANEL_HEIGHT - (int) Math.round(share * PANEL_HEIGHT);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
