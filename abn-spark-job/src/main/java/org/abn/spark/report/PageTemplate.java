package org.abn.spark.report;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.Version;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Renders pages by {@code page.ftlh}, which escapes whatever it is given. */
final class PageTemplate {
  private static final Version SINCE_RECORDS = Configuration.VERSION_2_3_33;
  private static final Configuration TEMPLATES = templates();

  private PageTemplate() {}

  private static Configuration templates() {
    Configuration templates = new Configuration(SINCE_RECORDS);
    templates.setClassForTemplateLoading(PageTemplate.class, "");
    templates.setDefaultEncoding("UTF-8");
    templates.setLocale(Locale.ROOT);
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    return templates;
  }

  static String html(ReportPage page) {
    StringWriter html = new StringWriter();
    try {
      TEMPLATES.getTemplate("page.ftlh").process(model(page), html);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a template", e);
    } catch (TemplateException e) {
      throw new IllegalStateException("cannot render " + page.title(), e);
    }
    return html.toString();
  }

  private static Map<String, Object> model(ReportPage page) {
    List<Chart> charts = new ArrayList<>();
    for (Section section : page.sections()) {
      if (section instanceof Charts some) {
        charts.addAll(some.charts());
      }
    }
    List<Gallery> galleries =
        page.sections().stream()
            .filter(Gallery.class::isInstance)
            .map(Gallery.class::cast)
            .toList();
    int curves = charts.stream().mapToInt(chart -> chart.curves().size()).max().orElse(0);
    return Map.of(
        "page", page,
        "styles", IntStream.range(0, curves).mapToObj(CurveStyle::of).toList(),
        "chartData", charts.stream().map(ChartData::json).toList(),
        "galleryData", galleries.stream().map(GalleryData::json).toList(),
        "style", withGallery(galleries, "page.css", "gallery.css"),
        "script", withGallery(galleries, "page.js", "gallery.js"),
        "uPlotStyle", UPlot.style(),
        "uPlotScript", UPlot.script(),
        "uPlotLicence", UPlot.licence());
  }

  private static String withGallery(List<Gallery> galleries, String always, String more) {
    return Resources.text(always) + (galleries.isEmpty() ? "" : Resources.text(more));
  }
}
