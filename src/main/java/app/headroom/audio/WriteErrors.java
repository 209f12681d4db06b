package app.headroom.audio;

import app.headroom.job.JobFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;

/** Why something could not be written, in words for a musician. */
final class WriteErrors {

  private WriteErrors() {}

  /**
   * @param neededBytes what was to be written in all
   */
  static AudioException failure(Path folder, long neededBytes, IOException e) {
    JobFailure failure =
        DiskSpace.isFull(e)
            ? DiskSpace.full(folder, neededBytes)
            : new JobFailure.OutputNotWritable(folder, reason(e));
    return new AudioException(failure, e);
  }

  static String reason(Exception e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    String lower = message.toLowerCase(Locale.ROOT);
    if (e instanceof ReadOnlyFileSystemException || lower.contains("read-only file system")) {
      return "the disk is read-only";
    }
    if (e instanceof AccessDeniedException || lower.contains("permission denied")) {
      return "you have no permission to write there";
    }
    if (e instanceof NoSuchFileException) {
      return "it is not there";
    }
    if (e instanceof NotDirectoryException || lower.contains("not a directory")) {
      return "a file stands where a folder should be";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return message.isEmpty() ? e.getClass().getSimpleName() : message;
  }
}
