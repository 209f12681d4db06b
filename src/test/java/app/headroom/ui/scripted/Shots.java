package app.headroom.ui.scripted;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import app.headroom.job.Stem;
import app.headroom.memory.Cause;
import app.headroom.memory.Decision;
import app.headroom.memory.ProgramMemory;
import app.headroom.memory.Tier;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueEvent;
import app.headroom.queue.QueueEvent.MemoryDecided;
import app.headroom.ui.main.ModelSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The states of the window that are shown in pictures. */
public enum Shots {
  FIRST_START {
    @Override
    public void play(ScriptedParts parts) {
      parts.model.become(new ModelSetup.State.Missing("htdemucs", true, 174 * Song.MB));
      history(parts, 0.42, 0, List.of());
    }
  },
  FETCHING {
    @Override
    public void play(ScriptedParts parts) {
      parts.model.become(
          new ModelSetup.State.Fetching("htdemucs", 96 * Song.MB, 174 * Song.MB, false));
      parts.queue.set(List.of(HARBOUR.waiting(), MOONS.waiting()));
      history(parts, 0.42, 0, List.of());
    }
  },
  EMPTY {
    @Override
    public void play(ScriptedParts parts) {
      history(parts, 0.42, 0, List.of());
    }
  },
  FORECAST {
    @Override
    public void play(ScriptedParts parts) {
      parts.queue.set(
          List.of(
              HARBOUR.doing("decoding", 0.02, 160 * Song.MB),
              MOONS.waiting(),
              NINETY.waitingFor("needs 0.6 GB, 0.4 GB free: memory at 78 % (Chrome 4.1 GB)"),
              SLOW.waiting()));
      history(parts, 0.5, 0, List.of());
    }
  },
  RUNNING {
    @Override
    public void play(ScriptedParts parts) {
      running(parts, Tier.NORMAL);
    }
  },
  HIGH {
    @Override
    public void play(ScriptedParts parts) {
      running(parts, Tier.HIGH);
    }
  },
  CRITICAL {
    @Override
    public void play(ScriptedParts parts) {
      parts.queue.set(
          List.of(HARBOUR.held(0.64, 240 * Song.MB), MOONS.waiting(), NINETY.waiting()));
      history(parts, 0.84, 0, List.of(HARBOUR.id()));
      decide(parts, 60, new Decision.TierChanged(Tier.NORMAL, Tier.HIGH, used(74)));
      decide(
          parts,
          58,
          new Decision.SetSegment(
              HARBOUR.id(), SegmentLength.ofSeconds(2.6), SegmentLength.ofSeconds(1.3), used(76)));
      decide(parts, 20, new Decision.TierChanged(Tier.HIGH, Tier.CRITICAL, used(87)));
      decide(parts, 18, new Decision.Hold(HARBOUR.id(), used(87)));
    }
  },
  PARKED {
    @Override
    public void play(ScriptedParts parts) {
      parts.queue.set(
          List.of(
              HARBOUR.parked(0.64, "memory at 91 % (Chrome 9.1 GB)"),
              MOONS.paused(0.31),
              NINETY.waiting()));
      history(parts, 0.9, 0, List.of());
      decide(parts, 60, new Decision.TierChanged(Tier.NORMAL, Tier.HIGH, used(74)));
      decide(parts, 40, new Decision.TierChanged(Tier.HIGH, Tier.CRITICAL, used(91)));
      decide(parts, 12, new Decision.Park(HARBOUR.id(), used(91)));
    }
  },
  OVER_WARNING {
    @Override
    public void play(ScriptedParts parts) {
      parts.queue.set(
          List.of(
              HARBOUR.running(0.41, 1.6, 5.85, 2_300 * Song.MB),
              MOONS.waitingFor("one song at a time"),
              NINETY.waiting()));
      history(parts, 0.42, 0, List.of(HARBOUR.id()));
    }
  },
  KILLED_AND_RESUMED {
    @Override
    public void play(ScriptedParts parts) {
      parts.queue.set(
          List.of(
              HARBOUR.resumed(0.41, 1.6, 2.6, 388 * Song.MB), MOONS.waiting(), NINETY.waiting()));
      history(parts, 0.5, 0, List.of(HARBOUR.id()));
      decide(
          parts,
          90,
          new Decision.Kill(
              HARBOUR.id(), new Cause.OwnFootprint(4_100 * Song.MB, 4_096 * Song.MB)));
      decide(parts, 70, new Decision.Unpark(HARBOUR.id(), used(58)));
    }
  },
  FINISHED {
    @Override
    public void play(ScriptedParts parts) {
      for (Song song : List.of(HARBOUR, NINETY, SLOW)) {
        parts.queue.put(song.running(0.5, 1.9, 5.85, 412 * Song.MB));
      }
      history(parts, 0.5, 0, List.of(HARBOUR.id(), NINETY.id(), SLOW.id()));
      Path out = Path.of("/music/separated/htdemucs");
      parts.queue.put(HARBOUR.finished(out, 431 * Song.MB, 0));
      parts.queue.put(NINETY.finished(out, 418 * Song.MB, 1));
      parts.queue.put(SLOW.finished(out, 440 * Song.MB, 0));
      parts.queue.tell(new QueueEvent.BatchDone(3, 0, 0, 0, Duration.ofSeconds(372)));
    }
  },
  REFUSED {
    @Override
    public void play(ScriptedParts parts) {
      parts.queue.set(List.of(HARBOUR.running(0.2, 1.9, 5.85, 412 * Song.MB)));
      history(parts, 0.5, 0, List.of(HARBOUR.id()));
      parts.dropped =
          List.of(
              Path.of("/music/Ninety Nine.flac"),
              Path.of("/music/liner notes.txt"),
              Path.of("/music/Slow Machines.flac"),
              Path.of("/music/demo_final_FINAL.m4p"));
    }
  },
  FAILED {
    @Override
    public void play(ScriptedParts parts) {
      parts.queue.set(
          List.of(
              DEMO.failed(
                  new JobFailure.UnreadableAudio(
                      "this file is copy-protected", "Export it as WAV first."),
                  0),
              HARBOUR.failed(new JobFailure.WorkerCrashed(134, "boom"), 0.41),
              NINETY.failed(
                  new JobFailure.DiskFull(Path.of("/music"), 900 * Song.MB, 80 * Song.MB), 0),
              SLOW.cancelled()));
      history(parts, 0.5, 0, List.of());
    }
  },
  SIX_STEMS {
    @Override
    public void play(ScriptedParts parts) {
      parts.workshop.stems = List.of(Stem.values());
      running(parts, Tier.NORMAL);
    }
  },
  TWO_STEMS {
    @Override
    public void play(ScriptedParts parts) {
      parts.workshop.stems = List.of(Stem.VOCALS, Stem.OTHER);
      history(parts, 0.5, 0, List.of());
      Path out = Path.of("/music/separated/htdemucs");
      parts.queue.put(HARBOUR.finished(out, 431 * Song.MB, List.of("vocals", "no_vocals")));
    }
  },
  LONG_TITLES {
    @Override
    public void play(ScriptedParts parts) {
      Path out = Path.of("/music/separated/htdemucs");
      parts.queue.set(
          List.of(
              NOCTURNE.running(0.64, 1.9, 5.85, 412 * Song.MB),
              SLOW.finished(out, 431 * Song.MB, 0),
              MOONS.paused(0.31),
              NINETY.waiting()));
      history(parts, 0.5, 0, List.of(NOCTURNE.id()));
      parts.queue.tell(new QueueEvent.BatchDone(3, 1, 0, 0, Duration.ofSeconds(372)));
      parts.dropped =
          List.of(Path.of("/music/liner notes.txt"), Path.of("/music/demo_final_FINAL.m4p"));
    }
  },
  MANY {
    @Override
    public void play(ScriptedParts parts) {
      List<JobSnapshot> jobs = new ArrayList<>();
      jobs.add(HARBOUR.running(0.64, 1.9, 5.85, 412 * Song.MB));
      for (int i = 1; i < 2000; i++) {
        jobs.add(new Song("Track " + i, "Session " + (i / 40 + 1), 150 + i * 37 % 200).waiting());
      }
      parts.queue.set(jobs);
      history(parts, 0.5, 0, List.of(HARBOUR.id()));
    }
  };

  private static final SegmentLength FULL = SegmentLength.ofSeconds(5.85);
  private static final SegmentLength LONGER = SegmentLength.ofSeconds(3.9);
  private static final SegmentLength SHORT = SegmentLength.ofSeconds(2.6);
  private static final SegmentLength SHORTER = SegmentLength.ofSeconds(1.95);

  static final Song HARBOUR = new Song("Harbour Lights", "Marlow & the Tide", 252);
  static final Song MOONS = new Song("Paper Moons (live, full set)", "Okinawa Dive", 7900);
  static final Song NINETY = new Song("Ninety Nine", "Kesi", 185);
  static final Song SLOW = new Song("Slow Machines", "Vera Lindqvist", 348);
  static final Song NOCTURNE =
      new Song(
          "Nocturne for a City That Never Quite Slept (2024 Remaster, Extended Night Version)",
          "The Late Harbour Philharmonic Society with Marlow & the Tide",
          4_512);
  static final Song DEMO = new Song("demo_final_FINAL.m4a", null, 0);

  /** Brings the window into the state. */
  public abstract void play(ScriptedParts parts);

  private static void running(ScriptedParts parts, Tier tier) {
    Path out = Path.of("/music/separated/htdemucs");
    parts.queue.set(
        List.of(
            HARBOUR.running(0.3, 1.9, 5.85, 412 * Song.MB),
            MOONS.running(0.31, 1.9, 5.85, 418 * Song.MB),
            NINETY.waiting(),
            SLOW.running(0.5, 1.9, 5.85, 412 * Song.MB)));
    double others = tier == Tier.HIGH ? 0.7 : 0.5;
    history(parts, others, 0, List.of(HARBOUR.id(), MOONS.id(), SLOW.id()));
    double now = (tier == Tier.NORMAL ? SHORTER : SHORT).seconds();
    parts.queue.put(HARBOUR.running(0.64, 1.9, now, 412 * Song.MB));
    parts.queue.put(MOONS.paused(0.31));
    parts.queue.put(SLOW.finished(out, 431 * Song.MB, 0));
    parts.queue.put(
        DEMO.failed(
            new JobFailure.UnreadableAudio(
                "this file is copy-protected", "Export it as WAV first."),
            0));
    decide(parts, 318, new Decision.SetSegment(HARBOUR.id(), FULL, SHORT, used(78)));
    if (tier == Tier.NORMAL) {
      decide(parts, 166, new Decision.SetSegment(HARBOUR.id(), SHORT, LONGER, used(61)));
      decide(parts, 150, new Decision.SetSegment(HARBOUR.id(), LONGER, SHORTER, used(78)));
    } else {
      decide(parts, 100, new Decision.TierChanged(Tier.NORMAL, tier, used(74)));
    }
  }

  static Cause used(double percent) {
    return new Cause.Used(percent, false, new ProgramMemory("Chrome", 4_100 * Song.MB));
  }

  static void decide(ScriptedParts parts, int secondsAgo, Decision decision) {
    parts.queue.tell(new MemoryDecided(Song.NOW.minusSeconds(secondsAgo), decision));
  }

  /** Ten minutes of samples, the last of them now. */
  static void history(ScriptedParts parts, double others, int from, List<JobId> jobs) {
    for (int age = 598 - from; age >= 0; age -= 2) {
      Instant at = Song.NOW.minusSeconds(age);
      double wave =
          0.02 * Math.sin(age / 60.0)
              + (age > 220 && age < 360 ? 0.06 * Math.sin((age - 220) / 140.0 * Math.PI) : 0);
      Map<JobId, Long> ours = new HashMap<>();
      if (age < 560) {
        for (JobId id : jobs) {
          ours.put(
              id,
              Math.round((404 + 26 * Math.sin(age * 1.7) + 22 * Math.sin(age / 31.0)) * Song.MB));
        }
      }
      parts.sample(
          at,
          age == 0 ? others : others + wave - 0.03 * age / 600,
          ours,
          others > 0.65
              ? List.of(
                  new ProgramMemory("Chrome", 4_100 * Song.MB),
                  new ProgramMemory("Ableton", 2_300 * Song.MB))
              : List.of());
      parts.settle();
    }
  }
}
