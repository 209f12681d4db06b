package app.headroom.ui.common;

import app.headroom.job.JobFailure;
import java.util.Locale;

/** Failures in the window's language. */
public final class FailureWords {

  private final Messages messages;

  public FailureWords(Messages messages) {
    this.messages = messages;
  }

  /** What happened and why, a sentence without its full stop. */
  public String what(JobFailure failure) {
    Figures figures = messages.figures();
    String key = "failure." + failure.code() + ".what";
    return switch (failure) {
      case JobFailure.SourceMissing _ -> messages.text(key);
      case JobFailure.UnreadableAudio unreadable -> said(unreadable.reason());
      case JobFailure.ModelMissing missing ->
          messages.text(key, missing.model(), messages.said(missing.reason()));
      case JobFailure.DiskFull full ->
          messages.text(
              key,
              full.folder().toString(),
              figures.memory(full.freeBytes()),
              figures.memory(full.neededBytes()));
      case JobFailure.OutputNotWritable closed ->
          messages.text(key, closed.folder().toString(), messages.said(closed.reason()));
      case JobFailure.OutputTaken taken ->
          messages.text(
              key, taken.file().toString(), String.valueOf(taken.otherSource().getFileName()));
      case JobFailure.OutputExists exists -> messages.text(key, exists.file().toString());
      case JobFailure.InvalidRequest invalid -> said(invalid.reason());
      case JobFailure.BudgetTooSmall small when small.engine() != null ->
          messages.text(
              "failure.engine-budget.what",
              small.engine(),
              figures.memory(small.leastBytes()),
              figures.memory(small.budgetBytes()));
      case JobFailure.BudgetTooSmall small ->
          messages.text(
              key, figures.memory(small.budgetBytes()), figures.memory(small.leastBytes()));
      case JobFailure.MemoryLimitExceeded exceeded ->
          messages.text(
              key, figures.memory(exceeded.peakBytes()), figures.memory(exceeded.limitBytes()));
      case JobFailure.WorkerCrashed crashed -> messages.text(key, crashed.exitCode());
      case JobFailure.WorkerUnresponsive _ -> messages.text(key);
      case JobFailure.EngineMissing missing -> said(missing.reason());
      case JobFailure.EngineFailed failed -> said(failed.reason());
    };
  }

  /** What the user can do, one full sentence. */
  public String remedy(JobFailure failure) {
    String key = "failure." + failure.code() + ".remedy";
    return switch (failure) {
      case JobFailure.UnreadableAudio unreadable -> messages.said(unreadable.remedy());
      case JobFailure.InvalidRequest invalid -> messages.said(invalid.remedy());
      case JobFailure.EngineMissing missing -> messages.said(missing.remedy());
      case JobFailure.EngineFailed failed -> messages.said(failed.remedy());
      case JobFailure.BudgetTooSmall small when small.engine() != null ->
          messages.text(
              "failure.engine-budget.remedy",
              messages.figures().memory(small.leastBytes()),
              messages.text("settings.memory"),
              messages.text("settings.memory.kill"),
              messages.text("settings.memory.command-budget"));
      case JobFailure.BudgetTooSmall small ->
          messages.text(key, messages.figures().memory(small.leastBytes()));
      case JobFailure.ModelMissing _,
          JobFailure.SourceMissing _,
          JobFailure.DiskFull _,
          JobFailure.OutputNotWritable _,
          JobFailure.OutputExists _,
          JobFailure.OutputTaken _,
          JobFailure.MemoryLimitExceeded _,
          JobFailure.WorkerCrashed _,
          JobFailure.WorkerUnresponsive _ ->
          messages.text(key);
    };
  }

  /** What was said below the window, as a sentence in its language. */
  public String said(String english) {
    return sentence(messages.said(english));
  }

  /** With a capital letter. */
  static String sentence(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
