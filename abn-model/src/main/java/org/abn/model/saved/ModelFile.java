package org.abn.model.saved;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.abn.model.parts.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code model.zip}: a network and its momentum as DL4J's {@link ModelSerializer} writes and
 * restores them, and an entry more, {@value #CARD}, with what it consists of and comes from.
 *
 * <p>A file may come from anywhere: nothing is allocated that the file cannot fill, and only layers
 * of this product and of DL4J may be named in it.
 */
public final class ModelFile {

  static final String CARD = "abn.json";

  /** The same network gives the same bytes. */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 2, 1, 0, 0);

  private ModelFile() {}

  /**
   * Writes a network and its momentum.
   *
   * @param out stays open
   */
  public static void write(Model model, Provenance provenance, OutputStream out)
      throws IOException {
    ComputationGraph network = model.graph();
    var zip = new ZipOutputStream(out);
    begin(zip, ModelSerializer.CONFIGURATION_JSON);
    zip.write(network.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
    begin(zip, ModelSerializer.COEFFICIENTS_BIN);
    write(network.params(), zip);
    begin(zip, ModelSerializer.UPDATER_BIN);
    write(network.getUpdater(true).getUpdaterStateViewArray(), zip);
    begin(zip, CARD);
    zip.write(CardJson.write(new ModelCard(model.parts(), provenance)));
    zip.closeEntry();
    zip.finish();
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(ALWAYS);
    zip.putNextEntry(entry);
  }

  private static void write(INDArray array, ZipOutputStream zip) throws IOException {
    var out = new DataOutputStream(new BufferedOutputStream(zip));
    Nd4j.write(array, out);
    out.flush();
  }

  /**
   * Reads a network.
   *
   * @throws InvalidModelException where the file is damaged, or holds no network
   */
  public static SavedNetwork read(Path file) throws IOException {
    try (BoundedZip zip = BoundedZip.open(file)) {
      ComputationGraphConfiguration configuration =
          ConfigurationJson.read(zip, ModelSerializer.CONFIGURATION_JSON);
      return new SavedNetwork(network(zip, configuration), card(zip));
    }
  }

  private static ComputationGraph network(
      BoundedZip zip, ComputationGraphConfiguration configuration) throws IOException {
    long parameters = ConfigurationJson.parameters(configuration);
    INDArray coefficients = SavedArray.read(zip, ModelSerializer.COEFFICIENTS_BIN, parameters);
    ComputationGraph network = initialised(configuration, coefficients);
    if (zip.has(ModelSerializer.UPDATER_BIN)) {
      network
          .getUpdater(true)
          .setStateViewArray(SavedArray.read(zip, ModelSerializer.UPDATER_BIN, parameters));
    }
    return network;
  }

  private static ComputationGraph initialised(
      ComputationGraphConfiguration configuration, INDArray coefficients) {
    try {
      var network = new ComputationGraph(configuration);
      network.init(coefficients, false);
      return network;
    } catch (RuntimeException e) { // whatever layers and vertices say of one another
      throw new InvalidModelException(
          ModelSerializer.CONFIGURATION_JSON + ": no network can be made of it: " + e, e);
    }
  }

  private static Optional<ModelCard> card(BoundedZip zip) throws IOException {
    return zip.has(CARD) ? Optional.of(CardJson.read(zip.bytes(CARD))) : Optional.empty();
  }
}
