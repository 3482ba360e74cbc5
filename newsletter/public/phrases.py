"""What readers see when they leave, choose or join, complete in every language an edition is written in.

Few words, read by thousands: they stand here where a missing one is a type error.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    leave_title: str
    leave_text: str
    leave_button: str
    leave_all_button: str
    left_title: str
    left_text: str
    left_all_title: str
    left_all_text: str
    left_mistake: str
    preferences_title: str
    preferences_text: str
    language: str
    save: str
    saved: str
    leave_link: str
    by_mail_title: str
    by_mail_text: str
    join_title: str
    join_text: str
    email: str
    name: str
    optional: str
    consent: str
    join_button: str
    asked_title: str
    asked_text: str
    confirm_title: str
    confirm_text: str
    confirm_button: str
    confirmed_title: str
    confirmed_text: str
    expired_title: str
    expired_text: str
    bad_address: str
    agree_first: str
    too_many: str
    not_sent: str
    mail_subject: str
    mail_text: str


PHRASES = {
    "es": Phrases(
        leave_title="¿Quieres dejar de recibir el boletín?",
        leave_text="Con un clic basta: no te pediremos la clave ni los motivos.",
        leave_button="Sí, darme de baja",
        leave_all_button="No recibir ningún correo más",
        left_title="Listo, te diste de baja",
        left_text="Ya no recibirás este boletín. Gracias por el tiempo que nos leíste.",
        left_all_title="Listo, no te escribiremos más",
        left_all_text="Ya no recibirás ninguno de nuestros boletines. Gracias por el tiempo que nos leíste.",
        left_mistake="¿Recibes otros boletines nuestros y tampoco los quieres?",
        preferences_title="Tus preferencias",
        preferences_text="Elige el idioma en que quieres leernos.",
        language="Idioma del boletín",
        save="Guardar",
        saved="Guardado. El próximo boletín te llegará así.",
        leave_link="Darme de baja",
        by_mail_title="Para darte de baja o cambiar tus preferencias",
        by_mail_text="Abre el último boletín que recibiste y usa el enlace que está al final. Es tuyo y de "
        "nadie más: por "
        "eso no aparece en esta versión, que cualquiera puede compartir.",
        join_title="Recibe «{audience}»",
        join_text="Un correo al mes, en tu idioma. Te das de baja con un clic.",
        email="Tu correo",
        name="Tu nombre",
        optional="opcional",
        consent="Quiero recibir por correo «{audience}», de {sender}. Puedo darme de baja cuando quiera.",
        join_button="Suscribirme",
        asked_title="Revisa tu correo",
        asked_text="Te escribimos para confirmar que la dirección es tuya. Abre ese mensaje y confirma: sin eso no te "
        "enviaremos nada.",
        confirm_title="Confirma tu suscripción",
        confirm_text="Un paso más y recibirás «{audience}».",
        confirm_button="Sí, quiero recibirlo",
        confirmed_title="¡Te damos la bienvenida!",
        confirmed_text="Recibirás el próximo boletín en esta dirección.",
        expired_title="Este enlace ya no sirve",
        expired_text="Puedes volver a suscribirte cuando quieras.",
        bad_address="Esta no es una dirección de correo válida.",
        agree_first="Marca la casilla para que sepamos que quieres recibirlo.",
        too_many="Hubo demasiados intentos desde tu conexión. Vuelve a intentarlo en una hora.",
        not_sent="No pudimos enviarte el mensaje de confirmación. Vuelve a intentarlo en unos minutos.",
        mail_subject="Confirma tu suscripción a «{audience}»",
        mail_text="Hola:\n\nAlguien, esperamos que tú, pidió recibir «{audience}» en esta dirección.\n\n"
        "Para confirmarlo, abre este enlace:\n{url}\n\nSi no fuiste tú, no hagas nada: no te escribiremos "
        "más.\n\n{sender}\n",
    ),
    "en": Phrases(
        leave_title="Do you want to stop getting the newsletter?",
        leave_text="One click is enough: no password and no questions.",
        leave_button="Yes, unsubscribe me",
        leave_all_button="Get no more mail at all",
        left_title="Done, you are unsubscribed",
        left_text="You will not get this newsletter any more. Thank you for reading us.",
        left_all_title="Done, we will not write to you again",
        left_all_text="You will not get any of our newsletters any more. Thank you for reading us.",
        left_mistake="Do you get other newsletters of ours, and do not want them either?",
        preferences_title="Your preferences",
        preferences_text="Choose the language you want to read us in.",
        language="Language of the newsletter",
        save="Save",
        saved="Saved. The next newsletter will come like this.",
        leave_link="Unsubscribe",
        by_mail_title="To unsubscribe or change your preferences",
        by_mail_text="Open the last newsletter you received and use the link at its end. It is yours and nobody "
        "else's: "
        "that is why it is not in this version, which anybody may share.",
        join_title="Get “{audience}”",
        join_text="One email a month, in your language. Leave with one click.",
        email="Your email",
        name="Your name",
        optional="optional",
        consent="I want to get “{audience}” by email from {sender}. I can unsubscribe whenever I want.",
        join_button="Subscribe",
        asked_title="Look at your inbox",
        asked_text="We wrote to you to make sure that the address is yours. Open that message and confirm: "
        "without it we "
        "will send you nothing.",
        confirm_title="Confirm your subscription",
        confirm_text="One more step and you will get “{audience}”.",
        confirm_button="Yes, I want it",
        confirmed_title="Welcome!",
        confirmed_text="You will get the next newsletter at this address.",
        expired_title="This link no longer works",
        expired_text="You can subscribe again whenever you want.",
        bad_address="This is not a valid email address.",
        agree_first="Tick the box so that we know you want it.",
        too_many="There were too many attempts from your connection. Try again in an hour.",
        not_sent="We could not send you the message to confirm. Try again in a few minutes.",
        mail_subject="Confirm your subscription to “{audience}”",
        mail_text="Hello,\n\nSomebody, we hope you, asked to get “{audience}” at this address.\n\n"
        "To confirm it, open this link:\n{url}\n\nIf it was not you, do nothing: we will not write "
        "again.\n\n{sender}\n",
    ),
    "fr": Phrases(
        leave_title="Voulez-vous ne plus recevoir la lettre ?",
        leave_text="Un clic suffit : ni mot de passe, ni questions.",
        leave_button="Oui, me désabonner",
        leave_all_button="Ne plus recevoir aucun courriel",
        left_title="C'est fait, vous êtes désabonné·e",
        left_text="Vous ne recevrez plus cette lettre. Merci de nous avoir lus.",
        left_all_title="C'est fait, nous ne vous écrirons plus",
        left_all_text="Vous ne recevrez plus aucune de nos lettres. Merci de nous avoir lus.",
        left_mistake="Vous recevez d'autres lettres de notre part et n'en voulez plus non plus ?",
        preferences_title="Vos préférences",
        preferences_text="Choisissez la langue dans laquelle vous voulez nous lire.",
        language="Langue de la lettre",
        save="Enregistrer",
        saved="Enregistré. La prochaine lettre vous arrivera ainsi.",
        leave_link="Me désabonner",
        by_mail_title="Pour vous désabonner ou changer vos préférences",
        by_mail_text="Ouvrez la dernière lettre reçue et utilisez le lien qui se trouve à la fin. Il n'est qu'à vous : "
        "c'est pourquoi il ne figure pas dans cette version, que chacun peut partager.",
        join_title="Recevez « {audience} »",
        join_text="Un courriel par mois, dans votre langue. Désabonnement en un clic.",
        email="Votre courriel",
        name="Votre nom",
        optional="facultatif",
        consent="Je veux recevoir « {audience} » par courriel, de la part de {sender}. Je peux me désabonner à "
        "tout moment.",
        join_button="M'abonner",
        asked_title="Consultez votre boîte de réception",
        asked_text="Nous vous avons écrit pour vérifier que l'adresse est la vôtre. Ouvrez ce message et "
        "confirmez : sans "
        "cela, nous ne vous enverrons rien.",
        confirm_title="Confirmez votre abonnement",
        confirm_text="Encore une étape et vous recevrez « {audience} ».",
        confirm_button="Oui, je veux la recevoir",
        confirmed_title="Bienvenue !",
        confirmed_text="Vous recevrez la prochaine lettre à cette adresse.",
        expired_title="Ce lien ne fonctionne plus",
        expired_text="Vous pouvez vous réabonner quand vous voulez.",
        bad_address="Cette adresse de courriel n'est pas valable.",
        agree_first="Cochez la case pour que nous sachions que vous voulez la recevoir.",
        too_many="Trop d'essais depuis votre connexion. Réessayez dans une heure.",
        not_sent="Nous n'avons pas pu vous envoyer le message de confirmation. Réessayez dans quelques minutes.",
        mail_subject="Confirmez votre abonnement à « {audience} »",
        mail_text="Bonjour,\n\nQuelqu'un, vous nous l'espérons, a demandé à recevoir « {audience} » à cette "
        "adresse.\n\n"
        "Pour confirmer, ouvrez ce lien :\n{url}\n\nSi ce n'était pas vous, ne faites rien : nous n'écrirons "
        "plus.\n\n{sender}\n",
    ),
    "nl": Phrases(
        leave_title="Wil je de nieuwsbrief niet meer ontvangen?",
        leave_text="Eén klik is genoeg: geen wachtwoord en geen vragen.",
        leave_button="Ja, schrijf me uit",
        leave_all_button="Helemaal geen e-mail meer ontvangen",
        left_title="Gelukt, je bent uitgeschreven",
        left_text="Je ontvangt deze nieuwsbrief niet meer. Bedankt dat je ons las.",
        left_all_title="Gelukt, we schrijven je niet meer",
        left_all_text="Je ontvangt geen enkele nieuwsbrief meer van ons. Bedankt dat je ons las.",
        left_mistake="Ontvang je nog andere nieuwsbrieven van ons en wil je die ook niet meer?",
        preferences_title="Je voorkeuren",
        preferences_text="Kies de taal waarin je ons wilt lezen.",
        language="Taal van de nieuwsbrief",
        save="Opslaan",
        saved="Opgeslagen. Zo krijg je de volgende nieuwsbrief.",
        leave_link="Me uitschrijven",
        by_mail_title="Om je uit te schrijven of je voorkeuren te wijzigen",
        by_mail_text="Open de laatste nieuwsbrief die je kreeg en gebruik de link onderaan. Die is alleen van "
        "jou: daarom "
        "staat hij niet in deze versie, die iedereen mag delen.",
        join_title="Ontvang “{audience}”",
        join_text="Eén e-mail per maand, in jouw taal. Uitschrijven met één klik.",
        email="Je e-mailadres",
        name="Je naam",
        optional="niet verplicht",
        consent="Ik wil “{audience}” per e-mail ontvangen van {sender}. Ik kan me uitschrijven wanneer ik wil.",
        join_button="Inschrijven",
        asked_title="Kijk in je inbox",
        asked_text="We hebben je geschreven om zeker te weten dat het adres van jou is. Open dat bericht en bevestig: "
        "anders sturen we je niets.",
        confirm_title="Bevestig je inschrijving",
        confirm_text="Nog één stap en je ontvangt “{audience}”.",
        confirm_button="Ja, ik wil hem ontvangen",
        confirmed_title="Welkom!",
        confirmed_text="Je ontvangt de volgende nieuwsbrief op dit adres.",
        expired_title="Deze link werkt niet meer",
        expired_text="Je kunt je altijd opnieuw inschrijven.",
        bad_address="Dit is geen geldig e-mailadres.",
        agree_first="Vink het vakje aan, zodat we weten dat je hem wilt ontvangen.",
        too_many="Er waren te veel pogingen via jouw verbinding. Probeer het over een uur opnieuw.",
        not_sent="We konden je het bevestigingsbericht niet sturen. Probeer het over een paar minuten opnieuw.",
        mail_subject="Bevestig je inschrijving op “{audience}”",
        mail_text="Hallo,\n\nIemand, hopelijk jij, vroeg om “{audience}” op dit adres te ontvangen.\n\n"
        "Open deze link om te bevestigen:\n{url}\n\nWas jij het niet? Doe dan niets: we schrijven niet "
        "meer.\n\n{sender}\n",
    ),
}
