package org.abn.spark.action;

import java.util.List;
import java.util.function.Supplier;
import org.abn.data.format.ListedPart;
import org.abn.data.format.PartLister;
import org.abn.data.format.SourcePart;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Has each part of a source listed by a task of its own; the lists come to the driver.
 *
 * @param spark asked for where there is a part to list
 */
record ListingTasks(Supplier<JavaSparkContext> spark) implements PartLister {
  @Override
  public List<ListedPart> list(List<SourcePart> parts) {
    if (parts.isEmpty()) {
      return List.of();
    }
    JavaSparkContext context = spark.get();
    var hadoop = new SerializableConfiguration(context.hadoopConfiguration());
    return context
        .parallelize(parts, parts.size())
        .map(part -> part.list(hadoop.value()))
        .collect();
  }
}
