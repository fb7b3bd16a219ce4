package org.abn.spark.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.abn.spark.report.Chart.Scale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart as a PNG file, for papers and mail. */
public final class CurveImage {

  static {
    // Where DISPLAY names a screen that does not answer, drawing would fail.
    System.setProperty("java.awt.headless", "true");
  }

  private static final int WIDTH = 1600;
  private static final int HEIGHT = 1000;
  private static final float LINE = 4;
  private static final int TEXT = 26;
  private static final int TITLE = 32;
  private static final Color GRID = new Color(0xd9, 0xdc, 0xe0);

  private CurveImage() {}

  /** The bytes of a PNG file of 1600 x 1000 pixels. */
  public static byte[] png(Chart chart) {
    XYChart drawing =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(chart.titleWithUnit())
            .xAxisTitle("epoch")
            .build();
    style(drawing.getStyler(), chart);
    for (int index = 0; index < chart.curves().size(); index++) {
      add(drawing, chart.curves().get(index), CurveStyle.of(index));
    }
    try {
      return BitmapEncoder.getBitmapBytes(drawing, BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
  }

  private static void style(XYStyler styler, Chart chart) {
    Font text = new Font(Font.SANS_SERIF, Font.PLAIN, TEXT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartPadding(TEXT);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, TITLE));
    styler.setAxisTitleFont(text);
    styler.setAxisTickLabelsFont(text);
    styler.setLegendFont(text);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendSeriesLineLength(2 * TITLE);
    styler.setYAxisLogarithmic(chart.scale() == Scale.LOGARITHMIC);
    if (chart.isFromZero()) {
      styler.setYAxisMin(0.0);
    }
  }

  private static void add(XYChart drawing, Curve curve, CurveStyle style) {
    List<Integer> epochs =
        IntStream.range(0, curve.values().size())
            .filter(epoch -> curve.values().get(epoch) != null)
            .mapToObj(epoch -> epoch + 1)
            .toList();
    List<Double> values = curve.values().stream().filter(Objects::nonNull).toList();
    XYSeries series = drawing.addSeries(curve.name(), epochs, values);
    series.setLineColor(Color.decode(style.light()));
    series.setLineStyle(stroke(style.dash()));
    series.setMarkerColor(Color.decode(style.light()));
    if (values.size() > 1) {
      series.setMarker(SeriesMarkers.NONE);
    }
  }

  private static BasicStroke stroke(List<Integer> dash) {
    float[] lengths = new float[dash.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = 2 * dash.get(i);
    }
    return new BasicStroke(
        LINE,
        BasicStroke.CAP_BUTT,
        BasicStroke.JOIN_ROUND,
        1,
        lengths.length == 0 ? null : lengths,
        0);
  }
}
