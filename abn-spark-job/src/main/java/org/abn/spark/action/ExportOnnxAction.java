package org.abn.spark.action;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.abn.data.InvalidDataException;
import org.abn.data.Publisher;
import org.abn.data.Storage;
import org.abn.model.InputShape;
import org.abn.model.onnx.Images;
import org.abn.model.onnx.OnnxExport;
import org.abn.model.saved.InvalidModelException;
import org.apache.hadoop.fs.Path;

/**
 * Makes an ONNX file from a model of DL4J's own format, in this process and without Spark.
 *
 * @param model URI of the model
 * @param named what the model is of, where its file does not say
 * @param images what the exported network takes
 * @param out URI of the file to be
 */
public record ExportOnnxAction(
    String model, Optional<NamedNetwork> named, Images images, String out) {

  /**
   * Runs the command; prints what was written.
   *
   * @throws InvalidDataException where the model or the target is at fault; nothing is left behind
   */
  public void run(PrintWriter console) throws IOException {
    var hadoop = SparkContexts.hadoop();
    Path target = Storage.path(out);
    Publisher publisher = Publisher.of(hadoop, target);
    publisher.requireFree(target);
    KnownModel known = KnownModel.read(hadoop, model, named);
    try {
      var export =
          new OnnxExport(known.model(), known.provenance(), images, TrainedModel.program());
      publisher.file(target, export::write);
    } catch (InvalidModelException e) {
      throw new InvalidDataException(model + ": " + e.getMessage(), e);
    }
    report(known, console);
  }

  private void report(KnownModel known, PrintWriter console) {
    InputShape input = known.provenance().input();
    console.printf(
        Locale.ROOT,
        "%s: %s with %,d values in float32; images: [batch, %d, %d, %d] %s; gives logits%s%n",
        out,
        known.provenance().network(),
        known.model().graph().numParams(),
        input.channels(),
        input.height(),
        input.width(),
        images == Images.PIXELS ? "from 0 to 255" : "normalised as in training",
        known.model().parts().hasAttention() ? ", attention_logits, attention_map" : "");
    console.flush();
  }
}
