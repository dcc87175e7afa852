package io.weir.benchmarks.nexmark;

import io.weir.benchmarks.run.RunReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The figures as a picture (SVG): for each query a bar for each engine, as long as the logarithm of its events per
 * second, and how many times as fast Weir is.
 *
 * <pre>
 * q4  [=============== Weir        ]  4.1 x
 *     [======= peer                ]
 *      10K      100K      1M     10M
 * </pre>
 */
final class ReportChart {
    private static final int LEFT = 60;
    private static final int BAR_WIDTH = 560;
    private static final int RIGHT = 90;
    private static final int TOP = 40;
    private static final int ROW_HEIGHT = 34;
    private static final int BAR_HEIGHT = 12;
    private static final String WEIR_COLOUR = "#1f6f8b";
    private static final String PEER_COLOUR = "#c9b79c";

    private final StringBuilder svg = new StringBuilder();
    private final List<QueryFigures> all;
    private final int lowest;
    private final int highest;

    private ReportChart(List<QueryFigures> all) {
        this.all = all.stream().filter(figures -> !figures.weir().isEmpty()).toList();
        List<Double> logarithms = this.all.stream()
                .flatMap(figures -> Stream.of(figures.weir(), figures.peer())
                        .filter(runs -> !runs.isEmpty())
                        .map(runs -> Math.log10(figures.eventsPerSecond(runs))))
                .toList();
        lowest = (int) Math.floor(
                logarithms.stream().mapToDouble(Double::doubleValue).min().orElse(0));
        highest = Math.max(lowest + 1, (int) Math.ceil(
                logarithms.stream().mapToDouble(Double::doubleValue).max().orElse(1)));
    }

    static String svg(List<QueryFigures> all, String title) {
        return new ReportChart(all).draw(title);
    }

    private String draw(String title) {
        int bottom = TOP + all.size() * ROW_HEIGHT;
        int width = LEFT + BAR_WIDTH + RIGHT;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
                width, bottom + 30);
        line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, bottom + 30);
        line("<text x=\"%d\" y=\"20\" font-size=\"14\">%s</text>", LEFT, escape(title));
        for (int power = lowest; power <= highest; power++) {
            int x = x(Math.pow(10, power));
            line("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>", x, TOP - 6, x, bottom);
            line("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, bottom + 18, power(power));
        }
        for (int i = 0; i < all.size(); i++) {
            query(all.get(i), TOP + i * ROW_HEIGHT);
        }
        line("</svg>");
        return svg.toString();
    }

    private void query(QueryFigures figures, int y) {
        line(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                LEFT - 8, y + BAR_HEIGHT + 4, escape(figures.query().name()));
        bar(figures, figures.weir(), WEIR_COLOUR, y);
        if (!figures.peer().isEmpty()) {
            bar(figures, figures.peer(), PEER_COLOUR, y + BAR_HEIGHT);
        }
        if (figures.hasRatio()) {
            line("<text x=\"%d\" y=\"%d\">%.1f x</text>", LEFT + BAR_WIDTH + 12, y + BAR_HEIGHT + 4, figures.ratio());
        }
    }

    private void bar(QueryFigures figures, List<RunReport> runs, String colour, int y) {
        int end = x(figures.eventsPerSecond(runs));
        line(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>",
                LEFT, y, Math.max(1, end - LEFT), BAR_HEIGHT - 1, colour);
    }

    private int x(double eventsPerSecond) {
        double share = (Math.log10(eventsPerSecond) - lowest) / (highest - lowest);
        return LEFT + (int) Math.round(share * BAR_WIDTH);
    }

    private static String power(int power) {
        return power >= 6
                ? String.format(Locale.ROOT, "%.0fM/s", Math.pow(10, power - 6))
                : power >= 3
                        ? String.format(Locale.ROOT, "%.0fK/s", Math.pow(10, power - 3))
                        : String.format(Locale.ROOT, "%.0f/s", Math.pow(10, power));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
