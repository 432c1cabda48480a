package io.schemamigration.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a class of tests uses the operator; {@link OperatorUse#SHARED} without the annotation. */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface UsesOperator {
  /** The use. */
  OperatorUse value();
}
