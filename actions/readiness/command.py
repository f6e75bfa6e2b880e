"""The words typed after `/readiness`, in both languages."""

from __future__ import annotations

from actions.readiness.acts import (
    CompareUnits,
    ExportAssessment,
    ListActions,
    OpenReadinessForm,
    ReadinessChoice,
    ReadinessForm,
    ShowAssessment,
    ShowReadinessGuide,
)

# Each subcommand with the words that mean it.
_WORDS = {
    "start": "start commencer démarrer demarrer begin continuer continue reprendre resume",
    "restart": "new nouveau nouvelle recommencer restart",
    "show": "results résultats resultats result résultat resultat show voir",
    "invite": "invite inviter invitation",
    "actions": "actions action plan suivi",
    "compare": "compare comparer comparaison trend tendance",  # codespell:ignore comparaison
    "share": "share partager partage",
    "export": "export exporter csv json pdf report rapport",
    "drill": "drill exercice rehearsal répétition repetition simulation",  # codespell:ignore exercice
    "help": "help aide ?",
}
_SUBCOMMANDS = {word: name for name, words in _WORDS.items() for word in words.split()}


def on_command(text: str) -> ReadinessChoice:
    """Return the choice that the words after the command mean; the guide where they mean none."""
    word, _, rest = text.strip().partition(" ")
    subject = rest.strip()
    if not word:
        return OpenReadinessForm(ReadinessForm.START)
    match _SUBCOMMANDS.get(word.casefold()):
        case "show":
            return ShowAssessment(unit=subject)
        case "export":
            return ExportAssessment(unit=subject)
        case "actions":
            return ListActions()
        case "compare":
            return CompareUnits()
        case "help":
            return ShowReadinessGuide(subject)
        case None:
            return ShowReadinessGuide(text.strip())
        case form:
            return OpenReadinessForm(ReadinessForm(form), subject=subject)
