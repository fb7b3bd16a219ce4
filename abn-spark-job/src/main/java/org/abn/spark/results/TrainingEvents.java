package org.abn.spark.results;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.abn.spark.tensorboard.Event;
import org.abn.spark.tensorboard.EventFile;

/**
 * The event file of a run: its epochs as steps. An epoch's time is the run's start and the seconds
 * of training since, so that the file follows from {@code run.json} and the metrics, to the bit: it
 * is written anew after each epoch, and what a reader has read of it stays as it was.
 *
 * @param start when the run first began
 * @param epochs metrics of all epochs so far
 */
record TrainingEvents(Instant start, List<EpochMetrics> epochs) {

  /** The same for the whole run, so that TensorBoard shows one curve. */
  String fileName() {
    return "events.out.tfevents." + start.getEpochSecond() + ".abn-spark";
  }

  /** The file, with the pictures of the last epoch at its end. */
  EventFile file(List<AttentionPicture> pictures) {
    List<Event> events = new ArrayList<>();
    double time = start.getEpochSecond();
    for (EpochMetrics epoch : epochs) {
      time += epoch.seconds();
      events.add(Event.scalars(time, epoch.epoch(), scalars(epoch)));
    }
    for (AttentionPicture picture : pictures) {
      events.add(Event.picture(time, epochs.size(), "attention/" + picture.stem(), picture.png()));
    }
    return new EventFile(start.getEpochSecond(), events);
  }

  private static Map<String, Double> scalars(EpochMetrics epoch) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss/attention", epoch.lossAttention());
    values.put("loss/perception", epoch.lossPerception());
    values.put("error/train_top1", epoch.trainTop1Error());
    values.put("error/test_top1", epoch.testTop1Error());
    values.put("error/test_top5", epoch.testTop5Error());
    values.put("error/attention_top1", epoch.attentionHead1Error());
    values.put("error/validation_top1", epoch.validationTop1Error());
    values.put("learning_rate", epoch.learningRate());
    values.put("seconds", epoch.seconds());
    values.put("images_per_second", epoch.imagesPerSecond());
    epoch.attributeAccuracies().forEach((name, value) -> values.put("accuracy/" + name, value));
    values.values().removeIf(value -> value == null);
    return values;
  }
}
