"""Words of which the passwords are made that somebody who guesses tries first: ours, written by hand, folded letters.

A list of passwords knows those that were stolen once; these words, with every figure and sign around them that leaves
fewer than four letters of one's own, stand for millions (OWASP ASVS 5.0.0, 6.2.4). `LOCAL` are those of this product
and its office (6.1.2, 6.2.11): names of the institution, its roles, its systems, the country and its places.
"""

LOCAL = """
    defensor defensora defensoria defensoriadelpueblo delpueblo pueblo atalaya simat conflicto conflictos delegado
    delegada delegacion analista responsable regional gerencia auditor auditoria unidad nacional oficina
    coordinacion alerta alertas ficha fichas registro bitacora resumen bolivia boliviano boliviana plurinacional
    estado lapaz elalto cochabamba oruro potosi tarija santacruz beni pando chuquisaca sucre trinidad cobija
    llallagua uncia chayanta siglo veinte catavi huanuni challapata colquechaca uyuni tupiza villazon quillacollo
    sacaba chapare yungas caranavi montero camiri yacuiba bermejo riberalta guayaramerin rurrenabaque copacabana
    achacachi viacha patacamaya illimani titicaca sajama choqueyapu pachamama wiphala kollasuyo collasuyo aymara
    quechua guarani camba colla cholita morenada diablada caporales carnaval alasitas ekeko saltena chuno quinua
    singani pacena huari bolivar thestrongest strongest blooming oriente petrolero wilstermann aurora always ready
    nacionalpotosi realpotosi independiente petrolera guabira royalpari tigre celeste academia entel tigo viva
    comibol ypfb
"""

ANYWHERE = """
    contrasena contrasenas contrasenia clave claves secreto secreta password passwords passphrase passw pass word
    qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc wsxedc edcrfv rfvtgb tgbyhn poiuy poiuytrewq
    lkjhg lkjhgfdsa mnbvc mnbvcxz azerty azertyuiop abcdef abcdefg abcdefgh abcdefghi abcdefghij abcdefghijk
    abcdefghijkl abc abcd abcde aaa aaaa bbb xxx zzz asd qwe asdf zxc zxcv qaz wsx qwer qwert administrador
    administradora administracion administrator admin root user usuario usuaria guest invitado invitada sistema
    sistemas system server servidor internet network computer computadora windows microsoft google gmail hotmail
    yahoo facebook instagram whatsapp telegram youtube android iphone apple samsung nokia linux ubuntu oracle mysql
    postgres database cisco router wifi master maestro login entrar ingresar acceso access welcome bienvenido
    bienvenida bienvenidos change changeme cambiar cambiame cambio temporal temporary provisional default prueba
    pruebas test testing tester ejemplo example demo nuevo nueva new inicio inicial hola holahola adios gracias
    porfavor amor amores amorcito miamor teamo teamomucho tequiero tequieromucho amordemivida mivida vida corazon
    cielo bebe bebita princesa princess reina principe rey angel angelito angelita demonio diablo love lover lovely
    iloveyou iloveu ilove loveyou loveme forever siempre sweet sweetheart honey baby babygirl babyboy beautiful
    hermosa hermoso preciosa bonita linda lindo guapo feliz felicidad happy alegria sonrisa smile amigo amiga amigos
    amigas familia family friend friends mama mami mamita papa papi papito hijo hija hijos hermano hermana abuela
    abuelo madre padre mother father sister brother dios diosesamor diosmio jesus jesucristo cristo jehova maria
    virgen senor santo santa bendicion bendiciones iglesia god jesuschrist heaven faith blessed futbol football
    soccer baseball basketball hockey tennis boxing barcelona realmadrid madrid juventus liverpool chelsea arsenal
    manchester united milan bocajuniors boca riverplate river messi ronaldo cristiano neymar maradona pele campeon
    campeones champion champions ganador winner monkey dragon tiger lion leon perro perrito gato gatito gatita
    conejo caballo pajaro mariposa butterfly dolphin delfin panda shadow hunter killer ninja pirate samurai warrior
    guerrero wolf lobo eagle aguila falcon phoenix snake superman batman spiderman ironman pokemon pikachu naruto
    goku dragonball starwars skywalker harrypotter hellokitty minecraft fortnite freefire matrix marvel disney
    mickey barbie sunshine sun sol luna moon star stars estrella estrellas flower flores flor rosa rosita rose
    summer winter spring autumn verano invierno otono primavera ocean mar playa rainbow diamond diamante silver
    golden plata oro purple orange yellow green blue black white rojo azul verde negro blanco amarillo morado
    celeste rosado chocolate cookie cheese pepper ginger banana manzana naranja limon fresa coffee cafe cerveza
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre lunes martes
    miercoles jueves viernes sabado domingo january february march april june july august september october november
    december monday tuesday wednesday thursday friday saturday sunday michael jordan jennifer jessica michelle
    daniel daniela david carlos juan juanito jose luis miguel angelica pedro pablo andres andrea alejandro alejandra
    fernando fernanda ricardo roberto eduardo francisco antonio manuel mario martin marcos mateo sebastian santiago
    diego javier jorge victor hugo cesar oscar raul ramon rafael gabriel gabriela samuel nicolas cristian christian
    jhon john jonathan kevin brian bryan edwin wilson wilmer freddy ana carla carolina camila valentina valeria
    vanessa veronica patricia paola mariana lucia laura julia isabel rosario carmen elena cecilia claudia sandra
    sonia silvia teresa ximena natalia uno dos tres cuatro cinco seis siete ocho nueve diez cero one two three four
    five six seven eight nine ten zero letmein letme open sesame opensesame trustno trust nopassword mypassword
    mipassword miclave miclavesecreta notelodigo noselo nosequeponer nose cualquiera nada nadie whatever something
    nothing everything secret freedom libertad paz guerra money dinero dolares trabajo work office casa home escuela
    school colegio universidad student estudiante doctor abogado ingeniero jefe america argentina brasil chile peru
    paraguay mexico colombia espana unbelievable awesome fuckyou fuck shit mierda puta putamadre carajo pendejo xsw
    xswcde cde vfr bgt nhy cdevfr bgtnhy zaqxsw edc
"""

FIRST_TRIED = frozenset((LOCAL + ANYWHERE).split())
