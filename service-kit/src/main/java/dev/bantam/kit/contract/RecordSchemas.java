package dev.bantam.kit.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says of each part of a record whether it is always there, and whether it may be null. Both follow
 * from {@code @Nullable}: a part without it is required; a part with it may be null, or left out of
 * a request.
 */
final class RecordSchemas implements ModelConverter {
  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    var raw = raw(type);
    if (JsonNode.class.isAssignableFrom(raw)) return anyObject();
    var schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
    if (schema != null && raw.isRecord()) complete(defined(schema, context), raw);
    return schema;
  }

  private static Class<?> raw(AnnotatedType type) {
    JavaType java = Json31.mapper().constructType(type.getType());
    return java == null ? Object.class : java.getRawClass();
  }

  /** JSON that the code passes on as it is. */
  private static Schema<?> anyObject() {
    var schema = new JsonSchema();
    schema.setTypes(Set.of("object"));
    schema.setAdditionalProperties(true);
    return schema;
  }

  /** The schema itself, where a reference to it is at hand. */
  private static Schema<?> defined(Schema<?> schema, ModelConverterContext context) {
    var reference = schema.get$ref();
    if (reference == null) return schema;
    var defined = context.getDefinedModels().get(Schemas.name(reference));
    return defined == null ? schema : defined;
  }

  private static void complete(Schema<?> schema, Class<?> record) {
    Map<String, Schema> properties = schema.getProperties();
    if (properties == null) return;
    for (var part : record.getRecordComponents()) {
      if (has(part, JsonUnwrapped.class)) complete(schema, part.getType());
      var property = properties.get(part.getName());
      if (property == null) continue;
      if (isNullable(part)) {
        properties.put(part.getName(), Schemas.orNull(property));
      } else if (!isLeftOut(part, record)) {
        require(schema, part.getName());
      }
    }
  }

  private static void require(Schema<?> schema, String name) {
    var known = schema.getRequired() == null ? List.<String>of() : schema.getRequired();
    schema.setRequired(
        List.copyOf(new LinkedHashSet<>(Stream.concat(known.stream(), Stream.of(name)).toList())));
  }

  /** What a request must have is never null, though nothing but the validation says so. */
  private static boolean isNullable(RecordComponent part) {
    return part.getAnnotatedType().isAnnotationPresent(Nullable.class)
        && !has(part, NotNull.class)
        && !has(part, NotBlank.class);
  }

  private static boolean isLeftOut(RecordComponent part, Class<?> record) {
    return has(part, JsonInclude.class)
        || (record.isAnnotationPresent(JsonInclude.class)
            && !part.getType().isPrimitive()
            && part.getAnnotatedType().isAnnotationPresent(Nullable.class));
  }

  /** An annotation of a component goes to where its targets allow: field, accessor, parameter. */
  private static boolean has(RecordComponent part, Class<? extends Annotation> annotation) {
    if (part.isAnnotationPresent(annotation)
        || part.getAccessor().isAnnotationPresent(annotation)
        || part.getAnnotatedType().isAnnotationPresent(annotation)) {
      return true;
    }
    try {
      return part.getDeclaringRecord()
          .getDeclaredField(part.getName())
          .isAnnotationPresent(annotation);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }
}
