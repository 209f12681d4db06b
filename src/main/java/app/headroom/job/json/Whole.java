package app.headroom.job.json;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether what was read from JSON has all its parts. Jackson leaves null what a text does not
 * say; the types promise that only their {@code @Nullable} components are.
 */
public final class Whole {

  private Whole() {}

  private record Part(RecordComponent component, boolean optional) {}

  private static final ClassValue<List<Part>> PARTS =
      new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
          List<Part> parts = new ArrayList<>();
          for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isPrimitive()) {
              continue;
            }
            if (!component.getAccessor().trySetAccessible()) {
              throw new IllegalStateException(component + " cannot be looked at");
            }
            parts.add(
                new Part(
                    component, component.getAnnotatedType().isAnnotationPresent(Nullable.class)));
          }
          return List.copyOf(parts);
        }
      };

  /**
   * @return {@code value}
   * @throws IllegalArgumentException if it, or anything in its records, lists and maps, is null
   *     that must not be
   */
  public static <T> T checked(@Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("nothing where something is needed");
    }
    switch (value) {
      case Record record -> parts(record);
      case Collection<?> items -> items.forEach(Whole::checked);
      case Map<?, ?> map -> {
        map.keySet().forEach(Whole::checked);
        map.values().forEach(Whole::checked);
      }
      default -> {}
    }
    return value;
  }

  private static void parts(Record record) {
    for (Part part : PARTS.get(record.getClass())) {
      Object value = value(record, part.component);
      if (value != null) {
        Object _ = checked(value);
      } else if (!part.optional) {
        throw new IllegalArgumentException(
            record.getClass().getSimpleName() + " lacks its " + part.component.getName());
      }
    }
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(component + " cannot be looked at", e);
    }
  }
}
