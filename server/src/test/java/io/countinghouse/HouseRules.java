package io.countinghouse;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** What must stay in its place; each rule has a class in {@code rulebreakers} that breaks it. */
final class HouseRules {

  private static final Set<String> FLOATING =
      Set.of("double", "float", "java.lang.Double", "java.lang.Float");

  /** Where wall time is right: signatures, codes, invitations, and the clocks themselves. */
  private static final String[] WALL_TIME = {
    "io.countinghouse.kernel",
    "io.countinghouse.identity",
    "io.countinghouse.workspace",
    "io.countinghouse.marketplace.aws",
    "io.countinghouse.webhook",
    "io.countinghouse.console.."
  };

  static final ArchRule AWS_STAYS_IN_ITS_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..marketplace.aws..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..")
          .because("AWS's wire is known to marketplace.aws alone");

  static final ArchRule NOBODY_READS_THE_WALL_CLOCK =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.countinghouse.kernel.KernelConfiguration")
          .should(callMethodWhere(readsTheWallClock()))
          .because("time comes from the injected BusinessClock");

  static final ArchRule WALL_TIME_IS_FOR_FEW =
      noClasses()
          .that()
          .resideOutsideOfPackages(WALL_TIME)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .because("java.time.Clock is wall time; business rules go by the BusinessClock");

  static final ArchRule NO_FLOATING_POINT_NEAR_MONEY =
      classes()
          .that()
          .resideInAnyPackage(
              "..kernel..", "..usage..", "..billing..", "..settlement..", "..metering..")
          .should(haveNoFloatingPoint())
          .because("money and quantities are exact");

  static final ArchRule REPOSITORIES_OPEN_NO_TRANSACTION =
      classes()
          .that()
          .areAnnotatedWith(Repository.class)
          .should(demandATransaction())
          .because("the transaction is opened by whoever knows what belongs together");

  static final ArchRule NOBODY_PRINTS =
      noClasses()
          .should()
          .accessFieldWhere(
              describe(
                  "System.out or System.err",
                  access ->
                      access.getTargetOwner().isEquivalentTo(System.class)
                          && access.getTarget().getRawType().isEquivalentTo(PrintStream.class)))
          .orShould(
              callMethodWhere(
                  describe(
                      "printStackTrace",
                      call ->
                          call.getTargetOwner().isAssignableTo(Throwable.class)
                              && call.getName().equals("printStackTrace"))))
          .because("there is a log");

  /** MANDATORY for what belongs to a transaction, SUPPORTS for what only shows. */
  private static final Set<Propagation> OPEN_NONE =
      Set.of(Propagation.MANDATORY, Propagation.SUPPORTS);

  private HouseRules() {}

  private static <T extends JavaAccess<?>> DescribedPredicate<T> describe(
      String what, java.util.function.Predicate<T> predicate) {
    return DescribedPredicate.describe(what, predicate);
  }

  private static DescribedPredicate<JavaMethodCall> readsTheWallClock() {
    return describe(
        "a now() of java.time, Clock.system…, or System.currentTimeMillis",
        call -> {
          String owner = call.getTargetOwner().getName();
          String name = call.getName();
          return (owner.startsWith("java.time.") && name.equals("now"))
              || (owner.equals("java.time.Clock")
                  && (name.startsWith("system") || name.startsWith("tick")))
              || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"));
        });
  }

  private static ArchCondition<JavaClass> haveNoFloatingPoint() {
    return new ArchCondition<>("have no floating point") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaField field : type.getFields()) {
          report(field.getFullName(), field.getRawType(), type, events);
        }
        for (JavaCodeUnit unit : type.getCodeUnits()) {
          report(unit.getFullName(), unit.getRawReturnType(), type, events);
          unit.getRawParameterTypes()
              .forEach(parameter -> report(unit.getFullName(), parameter, type, events));
        }
        for (JavaCall<?> call :
            type.getCodeUnits().stream()
                .flatMap(unit -> unit.getCallsFromSelf().stream())
                .toList()) {
          boolean exact =
              !call.getTargetOwner().isEquivalentTo(BigDecimal.class)
                  || (call.getTarget().getRawParameterTypes().stream()
                          .noneMatch(parameter -> FLOATING.contains(parameter.getName()))
                      && !FLOATING.contains(call.getTarget().getRawReturnType().getName()));
          events.add(new SimpleConditionEvent(type, exact, call.getDescription()));
        }
      }
    };
  }

  private static void report(String where, JavaClass used, JavaClass type, ConditionEvents events) {
    events.add(
        new SimpleConditionEvent(
            type, !FLOATING.contains(used.getName()), where + " uses " + used.getSimpleName()));
  }

  private static ArchCondition<JavaClass> demandATransaction() {
    return new ArchCondition<>(
        "be @Transactional(propagation = MANDATORY or, to show, SUPPORTS) and open none") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean asAWhole = type.tryGetAnnotationOfType(Transactional.class).isPresent();
        boolean eachOfThem =
            type.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.STATIC))
                .allMatch(method -> method.isAnnotatedWith(Transactional.class));
        events.add(
            new SimpleConditionEvent(
                type,
                asAWhole || (eachOfThem && !type.getMethods().isEmpty()),
                type.getName() + " does not say what transaction it needs"));
        boolean opens =
            type.getDirectDependenciesFromSelf().stream()
                .map(it -> it.getTargetClass())
                .anyMatch(it ->
                    it.isAssignableTo(TransactionOperations.class)
                        || it.isAssignableTo(PlatformTransactionManager.class));
        boolean loosens =
            Stream.concat(
                    type.tryGetAnnotationOfType(Transactional.class).stream(),
                    type.getMethods().stream()
                        .flatMap(it -> it.tryGetAnnotationOfType(Transactional.class).stream()))
                .anyMatch(it -> !OPEN_NONE.contains(it.propagation()));
        events.add(
            new SimpleConditionEvent(
                type, !opens && !loosens, type.getName() + " opens a transaction"));
      }
    };
  }
}
