package app.headroom.queue;

import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Precision;
import app.headroom.job.Receipt;
import app.headroom.job.SeparationRequest;
import app.headroom.memory.GovernorInput;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries out what users ask. Queue thread only. */
final class Commands {

  private final Roster roster;
  private final Runs runs;
  private final Overseer overseer;
  private final Admissions admissions;
  private final Discards discards;
  private final Batch batch;
  private final Supplier<QueueSettings> settings;
  private final Runnable changed;
  private final InstantSource clock;

  Commands(Means means, Runs runs, Admissions admissions) {
    roster = means.roster();
    this.runs = runs;
    overseer = means.overseer();
    this.admissions = admissions;
    discards = means.discards();
    batch = means.batch();
    settings = means.settings();
    changed = means.changed();
    clock = means.parts().clock();
  }

  /**
   * @throws StoreException if it cannot be stored; nothing is done then
   */
  Answer carryOut(QueueCommand command) {
    return switch (command) {
      case QueueCommand.Submit(List<Submission> songs) -> submit(songs);
      case QueueCommand.Pause(QueueCommand.Selection jobs) -> each(jobs, this::pause);
      case QueueCommand.Resume(QueueCommand.Selection jobs) -> each(jobs, this::resume);
      case QueueCommand.Cancel(QueueCommand.Selection jobs) -> each(jobs, this::cancel);
      case QueueCommand.Retry(QueueCommand.Selection jobs) -> each(jobs, new Retries()::retry);
      case QueueCommand.Remove(QueueCommand.Selection jobs) -> each(jobs, this::remove);
      case QueueCommand.ClearFinished _ -> clearFinished();
      case QueueCommand.Move(List<JobId> jobs, int position) -> move(jobs, position);
      case QueueCommand.AddHandOffs(JobId job, Map<HandOff, Path> files) ->
          each(QueueCommand.Selection.of(job), (entry, edit, _) -> addHandOffs(entry, edit, files));
    };
  }

  // ---- adding

  private Answer submit(List<Submission> songs) {
    Instant now = clock.instant();
    Claims claims = roster.claims();
    claims.forgetFolders();
    Edit edit = new Edit();
    Map<String, Path> taken = new HashMap<>();
    List<Answer.SongOutcome> outcomes = new ArrayList<>();
    long place = roster.lastPlace();
    for (Submission song : songs) {
      SeparationRequest request = song.request();
      Precision precision = settings.get().precisionOf(request);
      List<String> keys = List.of();
      JobFailure failure = null;
      try {
        keys = claims.keysOf(request, song.source());
        failure = refusal(song, precision, keys, taken, edit.saved.size());
      } catch (IllegalArgumentException e) {
        failure =
            new JobFailure.InvalidRequest(
                String.valueOf(e.getMessage()), "Change the name template.");
      }
      if (failure != null) {
        outcomes.add(new Answer.SongOutcome.Rejected(request, failure));
        continue;
      }
      place += Places.SPACING;
      JobId id = JobId.random();
      edit.add(
          new StoredJob(
              id,
              place,
              request,
              song.source(),
              precision,
              now,
              new JobState.Waiting(),
              Wish.NONE,
              JobHistory.NONE),
          keys);
      keys.forEach(key -> taken.put(key, request.source()));
      outcomes.add(new Answer.SongOutcome.Added(id, request.source()));
    }
    roster.commit(edit);
    changed.run();
    return new Answer.Submitted(outcomes);
  }

  private @Nullable JobFailure refusal(
      Submission song, Precision precision, List<String> keys, Map<String, Path> taken, int added) {
    if (roster.size() + added >= QueueCommand.MAX_JOBS) {
      return new JobFailure.InvalidRequest(
          "the queue holds " + QueueCommand.MAX_JOBS + " songs already",
          "Clear those that are finished, and add the rest then.");
    }
    Optional<Claims.Conflict> conflict = roster.claims().conflict(keys, null);
    if (conflict.isPresent()) {
      return taken(song, conflict.get().file(), sourceOf(conflict.get().holder()));
    }
    for (String key : keys) {
      Path other = taken.get(key);
      if (other != null) {
        return taken(song, Path.of(key), other);
      }
    }
    return admissions.outlook(song.request(), song.source(), precision, JobHistory.NONE).refusal();
  }

  /** Songs are added twice by mistake; two songs of one name are something else. */
  private static JobFailure taken(Submission song, Path file, Path other) {
    return song.request().source().equals(other)
        ? new JobFailure.InvalidRequest(
            "it is in the queue already",
            "Add it again when it is done, or now with another output folder.")
        : new JobFailure.OutputTaken(file, other);
  }

  private Path sourceOf(JobId id) {
    Entry entry = roster.find(id);
    return entry == null ? Path.of("") : entry.stored().request().source();
  }

  // ---- one by one

  /** What is to be done to one job, added to the edit, or why it cannot. */
  private interface Step {
    @Nullable String on(Entry entry, Edit edit, List<Runnable> afterwards);
  }

  private Answer each(QueueCommand.Selection selection, Step step) {
    Edit edit = new Edit();
    List<Runnable> afterwards = new ArrayList<>();
    List<JobId> done = new ArrayList<>();
    List<Answer.Refusal> refused = new ArrayList<>();
    switch (selection) {
      case QueueCommand.Selection.All _ -> {
        for (Entry entry : roster.inOrder()) {
          if (step.on(entry, edit, afterwards) == null) {
            done.add(entry.id());
          }
        }
      }
      case QueueCommand.Selection.Some(List<JobId> ids) -> {
        for (JobId id : new LinkedHashSet<>(ids)) {
          Entry entry = roster.find(id);
          String reason =
              entry == null ? "it is not in the queue" : step.on(entry, edit, afterwards);
          if (reason == null) {
            done.add(id);
          } else {
            refused.add(new Answer.Refusal(id, reason));
          }
        }
      }
    }
    roster.commit(edit);
    afterwards.forEach(Runnable::run);
    changed.run();
    return new Answer.Done(done, refused);
  }

  private @Nullable String pause(Entry entry, Edit edit, List<Runnable> afterwards) {
    StoredJob job = entry.stored();
    return switch (job.state()) {
      case JobState.Waiting _ -> {
        edit.save(job.with(new JobState.Paused(), job.history()));
        yield null;
      }
      case JobState.Parked _ -> {
        edit.save(job.with(new JobState.Paused(), job.history()));
        afterwards.add(() -> forgetParked(entry));
        yield null;
      }
      case JobState.Running _ -> {
        if (job.wish() == Wish.CANCEL || job.wish() == Wish.REMOVE) {
          yield "it is being cancelled";
        }
        edit.save(job.with(Wish.PAUSE));
        afterwards.add(
            () ->
                runs.find(job.id()).ifPresent(run -> runs.stop(run, JobProgress.Activity.PAUSING)));
        yield null;
      }
      case JobState.Paused _ -> "it is paused already";
      case JobState.Finished _, JobState.Failed _, JobState.Cancelled _ -> over(job.state());
    };
  }

  private @Nullable String resume(Entry entry, Edit edit, List<Runnable> afterwards) {
    StoredJob job = entry.stored();
    return switch (job.state()) {
      case JobState.Paused _ -> {
        edit.save(job.with(new JobState.Waiting(), job.history()));
        yield null;
      }
      case JobState.Parked _ -> {
        edit.save(job.with(new JobState.Waiting(), job.history()));
        afterwards.add(() -> forgetParked(entry));
        yield null;
      }
      case JobState.Running _ when job.wish() == Wish.PAUSE -> {
        edit.save(job.with(Wish.NONE)); // it stops all the same, and then waits for its turn
        yield null;
      }
      case JobState.Running _ -> "it is running";
      case JobState.Waiting _ -> "it waits for its turn already";
      case JobState.Finished _, JobState.Failed _, JobState.Cancelled _ -> over(job.state());
    };
  }

  private @Nullable String cancel(Entry entry, Edit edit, List<Runnable> afterwards) {
    return end(entry, Wish.CANCEL, edit, afterwards);
  }

  private @Nullable String remove(Entry entry, Edit edit, List<Runnable> afterwards) {
    if (entry.state().terminal()) {
      edit.remove(entry.id());
      afterwards.add(() -> discards.discard(entry.id()));
      return null;
    }
    String reason = end(entry, Wish.REMOVE, edit, afterwards);
    if (reason == null && !(entry.state() instanceof JobState.Running)) {
      edit.remove(entry.id());
    }
    return reason;
  }

  private @Nullable String end(Entry entry, Wish wish, Edit edit, List<Runnable> afterwards) {
    StoredJob job = entry.stored();
    return switch (job.state()) {
      case JobState.Waiting _, JobState.Paused _, JobState.Parked _ -> {
        JobState cancelled = new JobState.Cancelled();
        boolean parked = job.state() instanceof JobState.Parked;
        edit.save(job.with(cancelled, job.history()));
        afterwards.add(
            () -> {
              if (parked) {
                forgetParked(entry);
              }
              batch.reached(cancelled);
              discards.discard(entry, changed);
            });
        yield null;
      }
      case JobState.Running _ -> {
        edit.save(job.with(wish));
        afterwards.add(() -> runs.find(job.id()).ifPresent(runs::kill));
        yield null;
      }
      case JobState.Finished _, JobState.Failed _, JobState.Cancelled _ -> over(job.state());
    };
  }

  /** Jobs of one command may be in each other's way too. */
  private final class Retries {
    private final Set<String> taken = new HashSet<>();

    @Nullable String retry(Entry entry, Edit edit, List<Runnable> afterwards) {
      StoredJob job = entry.stored();
      return switch (job.state()) {
        case JobState.Failed _, JobState.Cancelled _ -> {
          Optional<Claims.Conflict> conflict = roster.claims().conflict(entry.claims, entry.id());
          if (conflict.isPresent()) {
            yield sourceOf(conflict.get().holder())
                + " is in the queue already and will write "
                + conflict.get().file()
                + " too";
          }
          if (entry.claims.stream().anyMatch(taken::contains)) {
            yield "another one of these songs will write the same files";
          }
          taken.addAll(entry.claims);
          JobHistory history =
              job.state() instanceof JobState.Cancelled
                  ? JobHistory.NONE // nothing of it was kept
                  : job.history().forgiven();
          edit.save(job.with(new JobState.Waiting(), history));
          yield null;
        }
        case JobState.Finished _ -> "it is finished";
        case JobState.Waiting _, JobState.Running _, JobState.Paused _, JobState.Parked _ ->
            "it is not over";
      };
    }
  }

  private static @Nullable String addHandOffs(Entry entry, Edit edit, Map<HandOff, Path> files) {
    StoredJob job = entry.stored();
    if (!(job.state() instanceof JobState.Finished(Receipt receipt))) {
      return "it is not finished";
    }
    edit.save(job.with(new JobState.Finished(receipt.withHandOffs(files)), job.history()));
    return null;
  }

  private void forgetParked(Entry entry) {
    entry.waitForRoom(null);
    overseer.tell(new GovernorInput.Forgotten(entry.id(), clock.instant()));
  }

  private static String over(JobState state) {
    return switch (state) {
      case JobState.Finished _ -> "it is finished";
      case JobState.Failed _ -> "it has failed";
      case JobState.Cancelled _ -> "it is cancelled";
      case JobState.Waiting _, JobState.Running _, JobState.Paused _, JobState.Parked _ ->
          "it is not over";
    };
  }

  // ---- order

  private Answer clearFinished() {
    Edit edit = new Edit();
    List<JobId> cleared = new ArrayList<>();
    for (Entry entry : roster.inOrder()) {
      if (entry.state() instanceof JobState.Finished
          || entry.state() instanceof JobState.Cancelled) {
        edit.remove(entry.id());
        cleared.add(entry.id());
      }
    }
    roster.commit(edit);
    cleared.forEach(discards::discard);
    return new Answer.Done(cleared, List.of());
  }

  private Answer move(List<JobId> ids, int position) {
    List<Answer.Refusal> refused = new ArrayList<>();
    List<Entry> moving = new ArrayList<>();
    for (JobId id : new LinkedHashSet<>(ids)) {
      Entry entry = roster.find(id);
      if (entry == null) {
        refused.add(new Answer.Refusal(id, "it is not in the queue"));
      } else {
        moving.add(entry);
      }
    }
    roster.commit(Places.moved(roster.inOrder(), moving, position));
    changed.run();
    return new Answer.Done(moving.stream().map(Entry::id).toList(), refused);
  }
}
