package app.headroom.external;

import app.headroom.fuzz.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a Demucs command prints, and what is made of it when it fails. */
public final class TranscriptTarget implements Target {

  @Override
  public String name() {
    return "transcript";
  }

  @Override
  public List<byte[]> corpus(Path folder) {
    String bars =
        "Selected model is a bag of 4 models. You will see that many progress bars.\n"
            + "Separating track song.wav\n\r  0%|          | 0.0/23.4 [00:00<?, ?seconds/s]"
            + "\r 33%|###3      | 7.8/23.4 [00:07<00:14,  1.1seconds/s]"
            + "\r100%|##########| 23.4/23.4 [00:21<00:00, 1.1seconds/s]\n";
    String steps = "Loading model\n1/3\n2/3\n3/3\nSaved drums.wav\n";
    String trouble =
        """
        Traceback (most recent call last):
          File "x.py", line 3
        torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB
        """;
    return List.of(
        bars.getBytes(StandardCharsets.UTF_8),
        steps.getBytes(StandardCharsets.UTF_8),
        trouble.getBytes(StandardCharsets.UTF_8),
        "\r".repeat(5_000).getBytes(StandardCharsets.UTF_8),
        "x".repeat(100_000).getBytes(StandardCharsets.UTF_8),
        new byte[0]);
  }

  @Override
  public List<String> words() {
    return List.of("%|", "seconds/s]", "is a bag of 99 models", "999999/1", "0/0", "\r", "\n");
  }

  @Override
  public String read(byte[] input, Path folder) {
    Transcript transcript = new Transcript(1 + input.length % 4);
    int piece = 1 + input.length % 97;
    for (int at = 0; at < input.length; at += piece) {
      byte[] block = java.util.Arrays.copyOfRange(input, at, Math.min(input.length, at + piece));
      transcript.add(block, block.length);
      double share = transcript.share();
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalStateException("a share of " + share);
      }
    }
    transcript.end();
    CommandException failure =
        Complaint.of("demucs", "htdemucs", input.length % 256, transcript.tail());
    return failure.failure().code();
  }
}
