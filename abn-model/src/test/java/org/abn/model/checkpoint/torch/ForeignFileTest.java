package org.abn.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignFileTest {

  @TempDir private Path folder;

  /** A tilde is a byte of zero. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                     | is empty
          '<!DOCTYPE html><html>'                | is a web page
          ' \t\n<HTML lang="en">'                | is a web page
          '\u00ef\u00bb\u00bf<!doctype html>'    | is a web page
          '<!-- x --><html><body>'              | is a web page
          '<?xml version="1.0"?><Error>'         | is a file of XML
          version https://git-lfs.github.com/spec/v1 | git lfs pull
          '\u0089HDF\r\n\u001a\n~'              | is an HDF5 file, as Keras writes
          '\u0008\u0007\u0012\u0007pytorch'      | is an ONNX model
          '\u0008\u0008:\u0001'                  | is an ONNX model
          'GGUF\u0003~~~'                     | is a GGUF file
          '\u0093NUMPY\u0001~'                  | is an array of NumPy's
          '\u001f\u008b\u0008~'                 | is compressed by gzip
          'BZh91AY'                              | is compressed by bzip2
          '\u00fd7zXZ~~'                       | is compressed by xz
          '(\u00b5/\u00fd\u0004'       | is compressed by zstd
          '7z\u00bc\u00af''\u001c'     | is an archive of 7-Zip's
          'Rar!\u001a\u0007'                     | is an archive of RAR's
          'PK\u0005\u0006~~'                   | is a zip archive without entries
          '{"epoch": 3}'                         | is no PyTorch checkpoint, but text
          '~~~~'                             | is no PyTorch checkpoint: neither
          '\u0080\u0004\u0095\u0002~~~~~~~K\u0001.' | is a pickle, but no PyTorch checkpoint
          """)
  void isNamed(String content, String message) throws IOException {
    refuses(SmallFiles.bytes(content.replace('~', '\0')), message);
  }

  @ParameterizedTest
  @CsvSource({
    "net/code/__torch__.py,  is a TorchScript archive",
    "net/constants.pkl,      is a TorchScript archive",
    "archive/archive_format, is a program that torch.export saved",
    "configuration.json,     is a model of DL4J's own format already",
    "model.weights.h5,       is a Keras model",
    "arr_0.npy,              is an archive of NumPy's arrays",
    "best/net.pth,           is a zip archive with a checkpoint in it: unpack it",
    "report.txt,             'expected one entry NAME/data.pkl, found 0'"
  })
  void isNamedByTheEntriesOfAnArchive(String entry, String message) throws IOException {
    refuses(SmallFiles.zip(Map.of(entry, new byte[0])), message);
  }

  @Test
  void isNotWhatHasAStorageOfSuchAName() throws IOException {
    byte[] object =
        SmallFiles.tensor(SmallFiles.dict().text("a"), "FloatStorage", "code", 1)
            .setItems()
            .finish();
    byte[] archive = SmallFiles.zip(object, Map.of("code", new byte[4]));
    try (TorchFile file = TorchFile.open(Files.write(folder.resolve("a"), archive))) {
      assertThat(StateDicts.in(file.content())).hasSize(1);
    }
  }

  private void refuses(byte[] content, String message) throws IOException {
    Path file = Files.write(folder.resolve("a.pth"), content);
    assertThatThrownBy(() -> TorchFile.open(file))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining(message);
  }
}
