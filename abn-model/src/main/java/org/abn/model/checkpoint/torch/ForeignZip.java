package org.abn.model.checkpoint.torch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What other programs, and other functions of PyTorch's, write as zip archives. */
enum ForeignZip {
  TORCH_SCRIPT(
      "is a TorchScript archive: save the weights by"
          + " torch.save(torch.jit.load(file).state_dict(), ...)",
      "[^/]+/constants\\.pkl|[^/]+/code/.*"),
  EXPORTED(
      "is a program that torch.export saved: save the weights by"
          + " torch.save(network.state_dict(), ...)",
      "([^/]+/)?(archive_format|serialized_exported_program\\.json)"),
  DL4J(
      "is a model of DL4J's own format already: network.initial-model takes it",
      "configuration\\.json|coefficients\\.bin"),
  KERAS(
      "is a Keras model: expected what PyTorch's torch.save wrote, or safetensors",
      "model\\.weights\\.h5"),
  NUMPY(
      "is an archive of NumPy's arrays: save the tensors by torch.save(network.state_dict(), ...)",
      ".*\\.npy"),
  PACKED(
      "is a zip archive with a checkpoint in it: unpack it",
      "(?!.*/data/).*\\.(pth|pt|ckpt|safetensors|pth\\.tar|bin)");

  private final String message;
  private final Pattern entry;

  ForeignZip(String message, String entry) {
    this.message = message;
    this.entry = Pattern.compile(entry);
  }

  /** What an archive is, by its entries; empty where it can be what {@code torch.save} wrote. */
  static Optional<ForeignZip> of(List<String> entries) {
    return Arrays.stream(values())
        .filter(kind -> entries.stream().anyMatch(kind.entry.asMatchPredicate()))
        .findFirst();
  }

  /** One line, to come behind the file's name. */
  String message() {
    return message;
  }
}
